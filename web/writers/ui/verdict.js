/** What the bot makes of a question, in a sign, words and bars. */

import { el } from "/ui/dom.js";
import { fill } from "./texts.js";
import { TEXTS } from "./tryingtexts.js";

const SIGNS = { sure: "✓", unsure: "?", none: "–", other: "↪" };

/** @param {{verdict: string, intent: string}} side */
export function verdictMark({ verdict, intent }) {
  const sign = el("span", { class: "sign", "aria-hidden": "true" }, SIGNS[verdict]);
  return el("span", { class: `verdict ${verdict}` }, sign, wordsOf(verdict, intent));
}

function wordsOf(verdict, intent) {
  if (verdict !== "other") return TEXTS.verdicts[verdict];
  const named = TEXTS.intents[intent];
  return named ? fill(TEXTS.takenFor, { intent: named }) : TEXTS.verdicts.other;
}

/** @param {number} share 0 to 1 */
export function bar(share) {
  const node = el("span", { class: "score", "aria-hidden": "true" }, el("span", {}));
  node.firstChild.style.inlineSize = `${Math.round(Math.min(Math.max(share, 0), 1) * 100)}%`;
  return node;
}

/** @param {object[]} hits best first @param {number} most the highest score of all that is compared */
export function hitList(hits, most, given) {
  if (!hits.length) return el("p", { class: "soft" }, TEXTS.none);
  const row = ({ slug, language, title, score }) =>
    el(
      "li",
      { class: given.includes(slug) ? "given" : null },
      el("a", { href: `/writers/articles/${slug}/${language}`, lang: language, dir: "auto" }, title),
      el("small", {}, language),
      bar(most > 0 ? score / most : 0),
      el("output", {}, score.toFixed(2)),
    );
  return el("ol", { class: "hits" }, ...hits.map(row));
}
