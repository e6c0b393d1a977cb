/** The handoff card: at one glance who this is, what they want, and what was tried. */

import { el } from "/ui/dom.js";
import { ago } from "./ago.js";
import { buildDue, lasting } from "./due.js";
import { ratingOf } from "./rating.js";
import { TEXTS, fill } from "./texts.js";

/** @param {object|null} card @param {object} row the conversation @param {{ratings: object[], openingsOf: (id: string) => Array|null}} around */
export function buildCard(card, row, { ratings = [], openingsOf }) {
  if (!card) return el("div", { hidden: true });
  const rows = [
    [TEXTS.wants, el("b", { dir: "auto", lang: card.language }, card.wants || "–")],
    [TEXTS.spoken, spoken(card)],
    [TEXTS.tried, tried(card.tried)],
    row.left_email && [TEXTS.leftEmail, mailTo(row.left_email)],
    card.kept?.length && [TEXTS.promises, el("ul", { class: "kept" }, ...card.kept.flatMap(keptOf))],
    ratings.length && [TEXTS.rated, el("ul", {}, ...ratings.map((each) => el("li", {}, ratingOf(each))))],
    ...Object.entries(card.slots ?? {}).map(([name, value]) => [name.replaceAll("_", " "), el("bdi", {}, String(value))]),
  ].filter(Boolean);
  const clocks = (row.clocks ?? []).map((clock) => buildDue(clock, openingsOf));
  return el(
    "section",
    { class: "card", "aria-label": TEXTS.reasons[card.reason] ?? card.reason },
    el("h3", {}, TEXTS.reasons[card.reason] ?? card.reason, waiting(card, row)),
    clocks.length && el("p", { class: "clocks" }, ...clocks),
    el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
  );
}

function mailTo(address) {
  return el("span", {}, el("a", { href: `mailto:${encodeURIComponent(address)}` }, el("bdi", {}, address)), `; ${TEXTS.wantsEmail}`);
}

/** What became of a promise; of one that is made anew with each question, how often. */
function keptOf({ timer, kept, broken, late_seconds: late }) {
  const values = { what: TEXTS.timers[timer], time: lasting(late) };
  const inTime = kept && el("li", {}, "✓ ", fill(kept > 1 ? TEXTS.keptMany : TEXTS.kept, { ...values, n: kept }));
  const words = fill(broken > 1 ? TEXTS.brokenMany : TEXTS.broken, { ...values, n: broken });
  return [inTime, broken && el("li", { class: "broken" }, "✗ ", words)].filter(Boolean);
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
  for (const turn of turns ?? []) for (const hit of turn.hits ?? []) keep(hits, hit);
  if (!hits.size) return TEXTS.triedNothing;
  return el("ul", {}, ...[...hits.values()].slice(0, 5).map(hitOf));
}

/** Of an article tried twice, the better time. */
function keep(hits, hit) {
  const known = hits.get(hit.slug);
  if (!known || known.score < hit.score) hits.set(hit.slug, hit);
}

function hitOf({ title, slug, url, score }) {
  const name = el(url ? "a" : "span", { href: url, target: url ? "_blank" : null, rel: "noopener", dir: "auto" }, title || slug);
  return el("li", {}, name, score == null ? "" : ` ${Math.round(score * 100)} %`);
}
