/** What a screen reader says of itself: what comes in while one works, in one breath, however much it is. */

import { el, setText } from "/ui/dom.js";
import { TEXTS, fill } from "./texts.js";

const BREATH_SECONDS = 1;
const LONGEST = 300;

export class Aloud {
  #heard = [];
  #timer = 0;

  constructor() {
    this.node = el("p", { class: "aloud", "aria-live": "polite" });
  }

  /** @param {string} name who says it @param {string|null} text null where it is not for this place */
  hear(name, text) {
    this.#heard.push({ name, text });
    if (!this.#timer) this.#timer = setTimeout(() => this.#say(), BREATH_SECONDS * 1000);
  }

  #say() {
    this.#timer = 0;
    const heard = this.#heard.splice(0);
    const names = [...new Set(heard.map(({ name }) => name))];
    setText(this.node, ""); // or the same words twice were heard once
    setText(this.node, names.map((name) => wordsOf(name, heard.filter((one) => one.name === name))).join(". "));
  }
}

function wordsOf(name, heard) {
  const here = heard.filter(({ text }) => text !== null);
  if (!here.length) return fill(TEXTS.aloudElsewhere, { name });
  if (here.length > 1) return fill(TEXTS.aloudMany, { name, count: here.length });
  return fill(TEXTS.aloud, { name, text: here[0].text.slice(0, LONGEST) });
}
