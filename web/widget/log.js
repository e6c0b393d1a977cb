/** The scrolling log: keeps rows in step with the conversation and the reader's place with the rows. */

import { el, setOrDrop, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { articleLink, buildRow, updateRow } from "./row.js";
import { joinedInSilence, rowsOf } from "./rows.js";
import { fill } from "./texts.js";
import { number } from "../ui/time.js";

/** Closer to the end than this, the reader is following along. */
const NEAR_PX = 48;

/** Three empty marks for CSS to draw: typing dots, or bubbles still to come. */
function three(tag, name) {
  return el(tag, { class: name, "aria-hidden": "true" }, el("i"), el("i"), el("i"));
}

/** Questions whose article is not offered already. */
function notIn(offers, suggestions) {
  const offered = new Set(offers.map(({ slug }) => `article:${slug}`));
  return suggestions.filter(({ payload }) => !offered.has(payload));
}

export class Log {
  #nodes = new Map();
  #isFollowing = true;
  #unseen = 0;

  /** @param {{press: Function, retry: Function}} actions */
  constructor(actions) {
    this.actions = actions;
    this.intro = el("p", { class: "intro", part: "intro" });
    this.log = el("div", { part: "log", role: "log", "aria-live": "polite" });
    this.arrived = el("p", { class: "joined arrived", role: "status" });
    const dots = three("span", "dots");
    this.typing = el("p", { class: "typing", part: "typing", hidden: true }, dots, el("span", { class: "unseen" }));
    this.skeleton = three("div", "skeleton");
    this.suggestions = el("div", { class: "suggestions", part: "suggestions", hidden: true });
    this.offers = el("section", { class: "offers", part: "offers", hidden: true });
    this.inner = el("div", { class: "inner" });
    this.inner.append(this.intro, this.skeleton, this.offers, this.suggestions, this.log, this.arrived, this.typing);
    this.scroller = el("div", { class: "scroller", part: "scroller", role: "group", tabindex: "0" }, this.inner);
    this.pill = this.#buildPill();
    this.node = el("div", { class: "log-frame" }, this.scroller, this.pill);
    this.#follow();
  }

  /** @param {import("./chat.js").Chat} chat */
  render(chat) {
    const rows = rowsOf(chat.conversation, chat.outbox.items());
    const isLoading = chat.state === "connecting" && rows.length === 0;
    this.#chrome(chat, rows, isLoading);
    const added = this.#place(rows, { ...this.actions, file: (key) => chat.file(key), base: chat.base, texts: chat.texts, language: chat.language });
    setOrDrop(this.log, "aria-busy", isLoading || null);
    this.#keepPlace(added, chat);
  }

  toEnd() {
    this.#isFollowing = true;
    this.#unseen = 0;
    this.pill.hidden = true;
    // An empty talk is read from its greeting, which suggestions could push out of sight.
    this.scroller.scrollTop = this.#nodes.size ? this.scroller.scrollHeight : 0;
  }

  #buildPill() {
    const attributes = { class: "pill", part: "new-messages", type: "button", hidden: true };
    return el("button", { ...attributes, onclick: () => this.toEnd() }, icon("down"), el("span"));
  }

  #chrome(chat, rows, isLoading) {
    const { texts, conversation } = chat;
    const name = joinedInSilence(conversation);
    setText(this.intro, texts.intro);
    setText(this.arrived, name ? fill(texts.person_joined, { name }) : "");
    setText(this.typing.lastChild, conversation.holder === "bot" ? texts.typing : texts.person_typing);
    this.typing.hidden = !conversation.isTyping || ["unsent", "refused"].includes(rows.at(-1)?.state);
    this.log.ariaLabel = this.scroller.ariaLabel = texts.log_label;
    this.skeleton.hidden = !(isLoading && chat.isSpoken);
    const isEmpty = rows.length === 0 && !chat.isSpoken;
    this.offers.hidden = !(isEmpty && chat.offers.length > 0);
    const suggestions = isEmpty ? notIn(chat.offers, chat.suggestions) : [];
    this.suggestions.hidden = suggestions.length === 0;
    if (isEmpty) this.#offer(chat);
    if (suggestions.length) this.#suggest(suggestions, texts);
  }

  #offer({ offers, texts, base }) {
    const shape = JSON.stringify([offers, texts.offers]);
    if (this.offers.shape === shape) return;
    this.offers.shape = shape;
    this.offers.replaceChildren(el("h3", {}, texts.offers), ...offers.map((one) => articleLink(one, base)));
  }

  #suggest(suggestions, texts) {
    const shape = JSON.stringify([suggestions, texts.suggestions]);
    if (this.suggestions.shape === shape) return;
    this.suggestions.shape = shape;
    const button = (one) => {
      const attributes = { type: "button", part: "suggestion", "data-payload": one.payload, dir: "auto" };
      return el("button", { ...attributes, onclick: () => this.actions.press(one) }, one.title);
    };
    this.suggestions.replaceChildren(el("h3", {}, texts.suggestions), ...suggestions.map(button));
  }

  /** @returns {Node[]} the nodes of rows that were not there before */
  #place(rows, around) {
    const added = [];
    const gone = new Map(this.#nodes);
    rows.forEach((row, i) => {
      const node = this.#nodes.get(row.key) ?? buildRow(row);
      if (!gone.delete(row.key)) added.push(node);
      this.#nodes.set(row.key, node);
      updateRow(node, row, around);
      // Moving a node would make a screen reader read it again.
      if (this.log.children[i] !== node) this.log.insertBefore(node, this.log.children[i] ?? null);
    });
    for (const [key, node] of gone) {
      node.remove();
      this.#nodes.delete(key);
    }
    return added;
  }

  #keepPlace(added, { language }) {
    const isMine = added.at(-1)?.dataset.author === "customer" && added.at(-1).dataset.state !== "done";
    if (isMine || this.#isFollowing) return this.#reveal(added);
    this.#unseen += added.filter((node) => node.dataset.author !== "customer").length;
    this.pill.hidden = this.#unseen === 0;
    setText(this.pill.lastChild, number(this.#unseen, language));
  }

  #reveal(added) {
    this.toEnd();
    const newest = added.length === 1 && added[0];
    // The end of a long answer is no place to begin reading it.
    if (!newest || newest.offsetHeight + NEAR_PX < this.scroller.clientHeight) return;
    this.#isFollowing = false;
    this.scroller.scrollTop = newest.offsetTop - NEAR_PX / 4;
  }

  #follow() {
    this.scroller.addEventListener("scroll", () => {
      const { scrollHeight, scrollTop, clientHeight } = this.scroller;
      this.#isFollowing = scrollHeight - scrollTop - clientHeight < NEAR_PX;
      if (!this.#isFollowing) return;
      this.#unseen = 0;
      this.pill.hidden = true;
    });
    const stay = new ResizeObserver(() => this.#isFollowing && this.toEnd());
    stay.observe(this.scroller);
    stay.observe(this.inner);
  }
}
