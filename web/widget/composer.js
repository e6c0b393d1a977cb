/** Where the customer writes: a field that grows, counts near the limit and sends on Enter. */

import { el, setOrDrop, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { fill } from "./texts.js";
import { number } from "../ui/time.js";

/** The counter appears when this share of the limit is used. */
const NEARLY_FULL = 0.8;

/** Length as the server counts it: an emoji is one character here and two in JavaScript. */
const lengthOf = (text) => [...text].length;

export class Composer {
  #limit = 2000;
  #chat = null;
  #language = null;

  /** @param {{send: (text: string) => void, writing: (isWriting: boolean) => void, drafts: import("../ui/store.js").Store}} outside */
  constructor({ send, writing, drafts }) {
    this.send = send;
    this.writing = writing;
    this.drafts = drafts;
    const typing = { rows: "1", enterkeyhint: "send", autocomplete: "off", "aria-describedby": "counter" };
    this.field = el("textarea", { part: "input", ...typing });
    this.button = el("button", { class: "send", part: "send", type: "submit" }, icon("send"));
    this.counter = el("p", { class: "counter", part: "counter", id: "counter", role: "status", hidden: true });
    const line = el("div", { class: "field" }, this.field, this.button);
    this.node = el("form", { class: "composer", part: "composer", novalidate: true }, this.counter, line);
    this.field.value = drafts.get("draft") ?? "";
    this.#listen();
  }

  /** @param {import("./chat.js").Chat} chat */
  render(chat) {
    const { texts } = chat;
    this.#chat = chat;
    this.#limit = chat.limit;
    setOrDrop(this.field, "placeholder", texts.placeholder);
    setOrDrop(this.field, "aria-label", texts.message_label);
    setOrDrop(this.button, "aria-label", texts.send);
    setOrDrop(this.button, "title", texts.send);
    if (this.#language !== chat.language) this.fit(); // Line heights differ between scripts.
    this.#language = chat.language;
    this.#measure();
  }

  /** Put text back to be mended, below whatever is being written now. */
  restore(text) {
    this.#write([this.field.value.trim(), text].filter(Boolean).join("\n"));
    this.field.focus();
  }

  fit() {
    this.field.style.height = "auto";
    const { scrollHeight, offsetHeight, clientHeight } = this.field;
    // A hidden field measures nothing; it is fitted again when the panel opens.
    if (scrollHeight) this.field.style.height = `${scrollHeight + offsetHeight - clientHeight}px`;
  }

  #listen() {
    this.field.addEventListener("input", () => {
      this.#changed();
      this.writing(this.field.value.trim() !== "");
    });
    this.field.addEventListener("keydown", (event) => this.#onKey(event));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  #onKey(event) {
    // While an input method composes, Enter picks a word; Safari says so only by code 229.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.field.value.trim();
    if (!text || lengthOf(text) > this.#limit) return this.field.focus();
    this.send(text);
    this.#write("");
    this.field.focus();
  }

  #write(text) {
    this.field.value = text;
    this.#changed();
  }

  #changed() {
    this.drafts.set("draft", this.field.value);
    this.fit();
    this.#measure();
  }

  #measure() {
    const length = lengthOf(this.field.value.trim());
    const isOver = length > this.#limit;
    // Empty, "auto" would be left to right and put the placeholder on the wrong side.
    setOrDrop(this.field, "dir", this.field.value ? "auto" : null);
    this.button.ariaDisabled = String(length === 0 || isOver);
    this.counter.hidden = length < this.#limit * NEARLY_FULL;
    this.counter.toggleAttribute("data-over", isOver);
    setOrDrop(this.field, "aria-invalid", isOver || null);
    if (!this.counter.hidden) setText(this.counter, this.#count(length, isOver));
  }

  #count(length, isOver) {
    const { texts, language } = this.#chat;
    const limit = number(this.#limit, language);
    const share = `${number(length, language)}\u00a0/\u00a0${limit}`;
    return isOver ? `${fill(texts.too_long, { limit })} ${share}` : share;
  }
}
