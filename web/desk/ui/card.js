/** The handoff card: at one glance who this is, what they want, and what was tried. */

import { el } from "/ui/dom.js";
import { ago } from "./ago.js";
import { TEXTS, fill } from "./texts.js";

/** @param {object|null} card @param {object} row the conversation */
export function buildCard(card, row) {
  if (!card) return el("div", { hidden: true });
  const rows = [
    [TEXTS.wants, el("b", { dir: "auto", lang: card.language }, card.wants || "–")],
    [TEXTS.spoken, spoken(card)],
    [TEXTS.tried, tried(card.tried)],
    ...Object.entries(card.slots ?? {}).filter(([name]) => name !== "language").map(([name, value]) => [name.replaceAll("_", " "), el("bdi", {}, String(value))]),
  ];
  return el(
    "section",
    { class: "card", "aria-label": TEXTS.reasons[card.reason] ?? card.reason },
    el("h3", {}, TEXTS.reasons[card.reason] ?? card.reason, waiting(card, row)),
    el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
  );
}

function waiting(card, row) {
  const since = row.waiting_since ?? null;
  if (!since || row.holder === "bot") return null;
  return el("span", { class: "waiting" }, TEXTS.waitingFor, " ", el("time", { "data-ago": true, datetime: since }, ago(since)));
}

function spoken({ language, language_certainty: certainty }) {
  if (!language) return "–";
  const name = new Intl.DisplayNames([navigator.language, "en"], { type: "language", fallback: "code" }).of(language);
  if (certainty == null) return name;
  return `${name}, ${fill(TEXTS.certainty, { percent: Math.round(certainty * 100) })}`;
}

function tried(turns) {
  const hits = new Map();
  for (const turn of turns ?? []) for (const hit of hitsOf(turn)) keep(hits, hit);
  if (!hits.size) return TEXTS.triedNothing;
  return el("ul", {}, ...[...hits.values()].slice(0, 5).map(shown));
}

/** How sure a turn was is said of its first article; scores only put a turn's articles in order. */
function hitsOf({ hits, confidence }) {
  return (hits ?? []).map((hit, place) => ({ ...hit, sure: place === 0 ? confidence : null }));
}

/** Of an article tried twice, the better time. */
function keep(hits, hit) {
  const known = hits.get(hit.slug);
  if (!known || (known.sure ?? 0) < (hit.sure ?? 0)) hits.set(hit.slug, hit);
}

function shown({ title, slug, url, sure }) {
  const name = el(url ? "a" : "span", { href: url, target: url ? "_blank" : null, rel: "noopener", dir: "auto" }, title || slug);
  return el("li", {}, name, sure == null ? "" : ` ${Math.round(sure * 100)} %`);
}
