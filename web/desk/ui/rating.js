/** How a customer said it was. */

import { el } from "/ui/dom.js";
import { ago } from "./ago.js";
import { TEXTS, fill } from "./texts.js";

/** @param {{survey: string, score: number|null, most: number, words: string|null, scored_at: string|null}} rating */
export function ratingOf({ survey, score, most, words, scored_at: at }) {
  if (score === null) return el("span", { class: "rating" }, TEXTS.unrated);
  const number = el("b", {}, fill(TEXTS.score, { survey: TEXTS.surveys[survey] ?? survey, score: String(score), most: String(most) }));
  const said = words && el("q", { dir: "auto" }, words);
  const when = at && el("time", { "data-ago": true, datetime: at }, ago(at));
  return el("span", { class: "rating" }, number, " ", said, " ", when);
}
