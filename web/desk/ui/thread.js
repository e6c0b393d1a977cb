/** The middle pane: who it is, what can be done, the handoff card, every word that was said, and the composer. */

import { el, keepFocus, setText } from "/ui/dom.js";
import { icon } from "/ui/icons.js";
import { Card } from "./card.js";
import { Composer } from "./composer.js";
import { buildEntry } from "./entry.js";
import { titleOf } from "./names.js";
import { TEXTS, fill } from "./texts.js";

const NEAR_PIXELS = 80;

export class Thread {
  #nodes = new Map();
  #id = null;
  #isAtEnd = true;
  #top = 0;

  /** @param {import("./state.js").State} state @param {object} outside what the buttons do */
  constructor(state, outside, helping) {
    this.state = state;
    this.outside = outside;
    this.composer = new Composer(outside, helping);
    helping.question = () => asked(state.open);
    this.title = el("h2", { dir: "auto" });
    this.holder = el("p", { class: "holder" });
    this.actions = el("div", { class: "actions" });
    this.back = el("button", { type: "button", class: "back", "aria-label": TEXTS.back, onclick: () => outside.leave() }, "←");
    this.others = el("p", { class: "others", role: "status" });
    this.card = new Card();
    this.earlier = el("button", { type: "button", class: "earlier", onclick: () => outside.earlier() }, TEXTS.earlier);
    this.entries = el("ol", { class: "entries" });
    this.writing = el("p", { class: "writing" }); // not read out: it comes and goes with every few keys
    this.below = el("button", { type: "button", class: "below", hidden: true, onclick: () => this.toEnd() }, TEXTS.newBelow);
    this.scroll = el("div", { class: "scroll", tabindex: "0" }, this.earlier, this.entries, this.writing, this.below);
    this.scroll.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.#followEnd();
    this.pick = el("p", { class: "words pick" }, TEXTS.pick, " ", el("kbd", {}, "?"), " ", TEXTS.pickKeys);
    this.node = el("section", { class: "thread", "aria-label": "Conversation" }, this.pick, this.#open());
    state.addEventListener("thread", () => this.render());
    this.render();
  }

  render() {
    const { open } = this.state;
    this.pick.hidden = Boolean(open);
    this.opened.hidden = !open;
    if (!open) return;
    const row = open.conversation;
    const isOther = row.conversation_id !== this.#id;
    if (isOther) this.#begin(row);
    setText(this.title, titleOf(row));
    setText(this.holder, fill(TEXTS.holders[row.holder], { name: this.state.nameOf(row.taken_by) }));
    this.#renderActions(row);
    this.card.show(open.card, row, { isOther, ratings: open.ratings, openingsOf: (team) => this.state.openingsOf(team) });
    keepFocus(this.earlier, () => (this.earlier.hidden = !open.before), () => this.scroll);
    this.#renderOthers(open);
    this.#renderEntries(open, isOther);
    this.composer.show(row.conversation_id, null);
  }

  /** Write what was there before above what is seen, which does not move. */
  keepPlace(change) {
    this.#isAtEnd = false;
    const fromEnd = this.scroll.scrollHeight - this.scroll.scrollTop;
    change();
    this.scroll.scrollTop = this.scroll.scrollHeight - fromEnd;
  }

  #open() {
    const words = { type: "button", class: "about", "aria-label": TEXTS.details, title: TEXTS.details };
    const about = el("button", { ...words, onclick: () => this.outside.about() }, icon("person"));
    const titles = el("div", { class: "titles" }, this.title, this.holder);
    const head = el("header", {}, this.back, titles, about, this.actions);
    this.opened = el("div", { class: "opened" }, head, this.others, this.card.node, this.scroll, this.composer.node);
    return this.opened;
  }

  #begin(row) {
    this.#id = row.conversation_id;
    this.#nodes.clear();
    this.entries.replaceChildren();
  }

  #renderActions(row) {
    const does = this.#possible(row);
    const key = does.join();
    if (this.actions.dataset.key === key) return;
    this.actions.dataset.key = key;
    const main = does[0] === "take" || does[0] === "takeOver" ? "take" : "resolve";
    const pressed = document.activeElement?.dataset.does;
    const buttons = does.map((what) => this.#action(what, what === does[0] && main === "take"));
    const heir = () => buttons.find((button) => button.dataset.does === pressed) ?? this.scroll;
    keepFocus(this.actions, () => this.actions.replaceChildren(...buttons), heir);
  }

  #action(what, isMain) {
    const words = { type: "button", class: isMain ? "primary" : null, "data-does": what };
    return el("button", { ...words, onclick: () => this.outside[what]() }, TEXTS[what]);
  }

  #possible(row) {
    if (row.holder === "bot") return ["takeOver"];
    const own = ["resolve", "returnToBot", "assign", "snooze"];
    return row.taken_by === this.state.me.id ? own : row.taken_by ? own.slice(2) : ["take", ...own.slice(2)];
  }

  #renderOthers({ viewers, typists, isCustomerTyping }) {
    const names = [...(viewers?.values() ?? [])];
    const words = names.length > 1 ? TEXTS.viewingMany : TEXTS.viewing;
    setText(this.others, names.length ? fill(words, { names: names.join(", ") }) : "");
    const writes = [...(typists?.values() ?? [])].map((name) => fill(TEXTS.typing, { name }));
    setText(this.writing, [isCustomerTyping ? TEXTS.customerTyping : "", ...writes].filter(Boolean).join(" · "));
  }

  #renderEntries({ transcript, conversation }, isOther) {
    if (isOther || this.#isOwn(transcript.at(-1))) this.#isAtEnd = true;
    const sorted = [...transcript].sort((one, other) => (one.sent_at < other.sent_at ? -1 : one.sent_at > other.sent_at ? 1 : 0));
    const shown = new Set(sorted.map((entry) => entry.id));
    for (const [id, { node }] of this.#nodes) if (!shown.has(id)) this.#drop(id, node);
    let before = null;
    for (const entry of sorted) before = this.#place(entry, before, conversation);
    if (this.#isAtEnd) this.toEnd();
    else this.below.hidden = before?.dataset.id === this.last;
    this.last = before?.dataset.id;
  }

  #place(entry, before, conversation) {
    const startsDay = before === null || before.dataset.day !== dayOf(entry);
    const key = JSON.stringify([entry, startsDay, this.state.agents.length]);
    let known = this.#nodes.get(entry.id);
    if (known?.key !== key) {
      const node = buildEntry(entry, {
        startsDay,
        channel: conversation.channel,
        nameOf: (id) => this.state.nameOf(id),
        retry: this.outside.retry,
        discard: this.outside.discard,
        mark: this.outside.mark,
      });
      node.dataset.day = dayOf(entry);
      const heir = () => node.querySelector(".failed button") ?? this.scroll;
      if (known) keepFocus(known.node, () => known.node.replaceWith(node), heir);
      known = { node, key };
      this.#nodes.set(entry.id, known);
    }
    const place = before ? before.nextSibling : this.entries.firstChild;
    if (place !== known.node) this.entries.insertBefore(known.node, place);
    return known.node;
  }

  #drop(id, node) {
    keepFocus(node, () => node.remove(), () => this.scroll);
    this.#nodes.delete(id);
  }

  /** Whether one has just said it: then one wants to see it, wherever one was. */
  #isOwn(entry) {
    const isNew = entry !== undefined && !this.#nodes.has(entry.id);
    return isNew && entry.author === "agent" && entry.name === this.state.me.id;
  }

  #isNearEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_PIXELS;
  }

  /** Only who goes up leaves the end: what grows below moves nobody. */
  #scrolled() {
    const isUp = this.scroll.scrollTop < this.#top;
    this.#top = this.scroll.scrollTop;
    if (isUp || this.#isNearEnd()) this.#isAtEnd = this.#isNearEnd();
    if (this.#isAtEnd) this.below.hidden = true;
  }

  /** Pictures come later than their message, and a composer grows: who was at the end stays there. */
  #followEnd() {
    const follow = new ResizeObserver(() => this.#isAtEnd && this.toEnd());
    for (const node of [this.scroll, this.entries]) follow.observe(node);
  }

  /** Show the latest, and what comes after it. */
  toEnd() {
    this.#isAtEnd = true;
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.below.hidden = true;
  }
}

/** What they want; "" once they have said more, which is then what the bot is asked about. */
function asked({ card, conversation }) {
  return card && conversation.customer_at <= card.opened_at ? card.wants : "";
}

const dayOf = (entry) => new Date(entry.sent_at).toDateString();
