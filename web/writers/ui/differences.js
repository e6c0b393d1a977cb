/** What differs, as the server has found it: words that are gone, and words that are new. */

import { el } from "/ui/dom.js";
import { TEXTS } from "./texts.js";

const TAGS = { gone: "del", new: "ins" };

/** @param {[string, string][]} pieces */
export function drawPieces(pieces, attributes) {
  const drawn = pieces.map(([fate, text]) => (TAGS[fate] ? el(TAGS[fate], {}, text) : text));
  return el("div", { class: "words", ...attributes }, ...drawn);
}

/** @param {{part: string, pieces: [string, string][]}[]} found */
export function drawDifferences(found, attributes) {
  const section = ({ part, pieces }) => el("section", { class: "difference" }, el("h3", {}, TEXTS.parts[part]), drawPieces(pieces, attributes));
  return el("div", { class: "differences" }, ...found.map(section));
}
