/** Two have written at once: both texts, side by side, with what they differ in. */

import { el } from "/ui/dom.js";
import { drawDifferences } from "./differences.js";
import { TEXTS, fill } from "./texts.js";

/**
 * Show it until one has decided.
 * @param {{theirs: object, differences: object[]}} told
 * @param {object} mine
 * @param {object} attributes of the article's language
 * @returns {Promise<"mine"|"theirs"|null>}
 */
export function decide(told, mine, attributes) {
  return new Promise((resolve) => {
    const answer = (found) => () => dialog.close(found);
    const dialog = el(
      "dialog",
      { class: "clash", "aria-labelledby": "clash-title" },
      el("h2", { id: "clash-title", tabindex: "-1", autofocus: "" }, fill(TEXTS.clash, { name: told.theirs.by ?? TEXTS.somebody })),
      el("p", { class: "soft" }, TEXTS.clashLead),
      drawDifferences(told.differences, attributes),
      el("div", { class: "sides" }, side(TEXTS.theirs, told.theirs.words, attributes), side(TEXTS.mine, mine, attributes)),
      el(
        "p",
        { class: "acts" },
        el("button", { type: "button", class: "quiet", onclick: answer("theirs") }, TEXTS.takeTheirs),
        el("button", { type: "button", onclick: answer("mine") }, TEXTS.keepMine),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue || null);
    });
    document.querySelector("main").append(dialog);
    dialog.showModal();
  });
}

function side(name, words, attributes) {
  const more = [...words.questions, ...words.tags].join("\n");
  const text = [words.title, words.body, more].filter(Boolean).join("\n\n");
  return el("section", {}, el("h3", {}, name), el("pre", { ...attributes, tabindex: "0" }, text));
}
