/** The handoff card: at one glance who this is, what they want, and what was tried. */

import { el } from "/ui/dom.js";
import { ago } from "./ago.js";
import { buildDue, lasting } from "./due.js";
import { languageName } from "./names.js";
import { ratingOf } from "./rating.js";
import { TEXTS, fill } from "./texts.js";

/** More would stand over the talk; the transcript says what each answer was. */
const MOST_HITS = 3;

const NARROW = "(max-width: 760px)";
const SHORT = "(max-height: 560px)";

/** Why, since when and what they want are always seen; the rest where there is room, or until somebody has it. */
export class Card {
  #key = "";

  constructor() {
    this.node = el("details", { class: "card" });
  }

  /**
   * @param {object|null} card
   * @param {object} row the conversation
   * @param {{isOther: boolean, ratings: object[], openingsOf: (id: string) => Array|null}} around other than before?
   */
  show(card, row, { isOther, ratings = [], openingsOf }) {
    this.node.hidden = !card;
    if (card && isOther) this.node.open = isRoomFor(row);
    const { waiting_since: since, holder, clocks, left_email: email } = row;
    const key = JSON.stringify([card, since, holder, clocks, email, ratings]);
    if (!card || this.#key === key) return;
    this.#key = key;
    this.node.replaceChildren(...parts(card, row, { ratings, openingsOf }));
  }
}

function isRoomFor(row) {
  return !matchMedia(SHORT).matches && !(row.taken_by && matchMedia(NARROW).matches);
}

function parts(card, row, { ratings, openingsOf }) {
  const rows = [
    [TEXTS.spoken, spoken(card)],
    card.about && [TEXTS.wroteFrom, articleOf(card.about)],
    [TEXTS.tried, tried(card.tried)],
    row.left_email && [TEXTS.leftEmail, mailTo(row.left_email)],
    card.kept?.length && [TEXTS.promises, el("ul", { class: "kept" }, ...card.kept.flatMap(keptOf))],
    ratings.length && [TEXTS.rated, el("ul", {}, ...ratings.map((each) => el("li", {}, ratingOf(each))))],
    ...Object.entries(card.slots ?? {}).filter(isNews).map(([name, value]) => [TEXTS.slots[name] ?? name.replaceAll("_", " "), el("bdi", {}, String(value))]),
  ].filter(Boolean);
  const why = el("h3", {}, TEXTS.reasons[card.reason] ?? card.reason, waiting(card, row));
  const clocks = row.clocks?.length && el("p", { class: "clocks" }, ...row.clocks.map((clock) => buildDue(clock, openingsOf)));
  const wants = card.wants ? el("b", { dir: "auto", lang: card.language }, card.wants) : TEXTS.wantsNothing;
  return [
    el("summary", {}, ...[why, el("p", { class: "wants" }, wants), clocks].filter(Boolean)),
    el("dl", {}, ...rows.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
  ];
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
  const name = languageName(language);
  if (certainty == null) return name;
  return `${name}, ${fill(TEXTS.certainty, { percent: Math.round(certainty * 100) })}`;
}

function tried(turns) {
  const hits = new Map();
  for (const turn of turns ?? []) {
    for (const [place, hit] of (turn.hits ?? []).entries()) keep(hits, place ? hit : { ...hit, sure: turn.confidence });
  }
  if (!hits.size) return TEXTS.triedNothing;
  const nearest = [...hits.values()].sort((one, other) => (other.score ?? 0) - (one.score ?? 0));
  return el("ul", {}, ...nearest.slice(0, MOST_HITS).map(hitOf));
}

/** Which language it is stands there already. */
const isNews = ([name, value]) => name !== "language" && value != null;

/** Of an article tried twice, the better time. A score only puts them in order: `sure` is how sure the bot was of it. */
function keep(hits, hit) {
  const known = hits.get(hit.slug);
  if (!known || known.score < hit.score) hits.set(hit.slug, hit);
}

function hitOf(hit) {
  return el("li", {}, articleOf(hit), hit.sure == null ? "" : ` ${Math.round(hit.sure * 100)} %`);
}

function articleOf({ title, slug, url, language }) {
  const attributes = { href: url, target: url ? "_blank" : null, rel: "noopener", dir: "auto", lang: language };
  return el(url ? "a" : "span", attributes, title || slug);
}
