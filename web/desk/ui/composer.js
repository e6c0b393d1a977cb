/** Where agents write: to the customer, or for colleagues only. What is not sent yet stays, for each conversation. */

import { el, isTouch, setOrDrop, setText } from "/ui/dom.js";
import { Store } from "/ui/store.js";
import { TEXTS } from "./texts.js";

const LONGEST_PIXELS = 260;

export class Composer {
  #id = null;
  #mode = "reply";
  #drafts = null;

  /**
   * @param {{send: (mode: "reply"|"note", text: string, files: object[]) => void, typing: () => void}} outside
   * @param {import("./helping.js").Helping} helping
   */
  constructor(outside, helping) {
    this.outside = outside;
    this.helping = helping;
    this.modes = el("div", { class: "modes", role: "group" }, this.#tab("reply"), this.#tab("note"));
    this.field = el("textarea", { rows: "2", dir: "auto" });
    this.button = el("button", { class: "primary", type: "submit" }, TEXTS.send);
    this.node = el("form", { class: "composer" }, this.modes, this.field, helping.node);
    helping.node.append(this.button);
    helping.insert = (text) => this.insert(text);
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.mode("reply");
  }

  /** Keep what is begun for this account; another may sign in at the same browser. Other tabs are kept up with. */
  belongsTo(account) {
    if (this.#drafts) return;
    this.#drafts = new Store("localStorage", `parley-desk-${account}-draft-`);
    this.#drafts.watch((key) => this.#id && (key === null || key === this.#drawer()) && this.#fill());
  }

  /** Turn to a conversation, with what was begun there. */
  show(id, language) {
    setOrDrop(this.field, "lang", language);
    if (id === this.#id) return;
    this.#id = id;
    this.helping.show(id);
    this.mode(this.#drafts.get(`mode:${id}`) ?? "reply");
  }

  /** @param {"reply"|"note"} mode */
  mode(mode) {
    this.#mode = mode;
    this.node.dataset.mode = mode;
    for (const tab of this.modes.children) setOrDrop(tab, "aria-pressed", String(tab.dataset.mode === mode));
    const words = mode === "note" ? TEXTS.notePlaceholder : isTouch() ? TEXTS.replyTouch : TEXTS.replyPlaceholder;
    setOrDrop(this.field, "placeholder", words);
    setOrDrop(this.field, "aria-label", TEXTS[mode]);
    setText(this.button, mode === "reply" ? TEXTS.send : TEXTS.addNote);
    if (this.#id) this.#drafts.set(`mode:${this.#id}`, mode);
    this.#fill();
  }

  focus(mode = this.#mode) {
    if (mode !== this.#mode) this.mode(mode);
    this.field.focus();
  }

  /** Write at the caret. */
  insert(text) {
    this.field.setRangeText(text, this.field.selectionStart, this.field.selectionEnd, "end");
    this.#typed();
    this.field.focus();
  }

  #fill() {
    const begun = this.#id ? this.#drafts.get(this.#drawer()) ?? "" : "";
    if (this.field.value !== begun) this.field.value = begun;
    this.#fit();
  }

  #tab(mode) {
    const press = () => this.focus(mode);
    return el("button", { type: "button", "data-mode": mode, onclick: press }, TEXTS[mode]);
  }

  #drawer() {
    return `${this.#mode}:${this.#id}`;
  }

  #typed() {
    if (this.field.value) this.#drafts.set(this.#drawer(), this.field.value);
    else this.#drafts.remove(this.#drawer());
    this.#fit();
    if (this.#mode === "reply" && this.field.value) this.outside.typing();
  }

  /** Enter sends, but not while a word is being composed from several keys, nor on glass, which has no Shift+Enter. */
  #key(event) {
    if (event.key === "/" && !this.field.value && this.#mode === "reply") {
      event.preventDefault();
      return this.helping.canned();
    }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || isTouch()) return;
    event.preventDefault();
    this.#send();
  }

  #send() {
    const text = this.field.value.trim();
    const files = this.#mode === "reply" ? this.helping.files : [];
    if (!(text || files.length) || !this.#id) return;
    if (files.length) this.helping.dropFiles();
    this.field.value = "";
    this.#drafts.remove(this.#drawer());
    this.#fit();
    this.outside.send(this.#mode, text, files);
  }

  #fit() {
    this.field.style.height = "auto";
    if (this.field.scrollHeight) this.field.style.height = `${Math.min(this.field.scrollHeight + 2, LONGEST_PIXELS)}px`;
  }
}
