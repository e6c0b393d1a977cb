/** The middle pane: who it is, what can be done, the handoff card, every word that was said, and the composer. */

import { el, setOrDrop, setText } from "/ui/dom.js";
import { buildCard } from "./card.js";
import { Composer } from "./composer.js";
import { buildEntry } from "./entry.js";
import { titleOf } from "./item.js";
import { TEXTS, fill } from "./texts.js";

const NEAR_PIXELS = 80;

export class Thread {
  #nodes = new Map();
  #id = null;

  /** @param {import("./state.js").State} state @param {object} outside what the buttons do */
  constructor(state, outside, helping) {
    this.state = state;
    this.outside = outside;
    this.composer = new Composer(outside, helping);
    this.title = el("h2", { dir: "auto" });
    this.holder = el("p", { class: "holder" });
    this.actions = el("div", { class: "actions" });
    this.back = el("button", { type: "button", class: "back", "aria-label": TEXTS.back, onclick: () => outside.leave() }, "←");
    this.others = el("p", { class: "others", role: "status" });
    this.card = el("div");
    this.earlier = el("button", { type: "button", class: "earlier", onclick: () => outside.earlier() }, TEXTS.earlier);
    this.entries = el("ol", { class: "entries" });
    this.writing = el("p", { class: "writing", role: "status" });
    this.below = el("button", { type: "button", class: "below", hidden: true, onclick: () => this.#toEnd() }, TEXTS.newBelow);
    this.scroll = el("div", { class: "scroll", tabindex: "0" }, this.card, this.earlier, this.entries, this.writing);
    this.scroll.addEventListener("scroll", () => this.#isNearEnd() && (this.below.hidden = true), { passive: true });
    this.pick = el("p", { class: "words pick" }, TEXTS.pick);
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
    this.#renderCard(open);
    this.earlier.hidden = !open.before;
    this.#renderOthers(open);
    this.#renderEntries(open, isOther);
    this.composer.show(row.conversation_id, null);
  }

  /** Write what was there before above what is seen, which does not move. */
  keepPlace(change) {
    const fromEnd = this.scroll.scrollHeight - this.scroll.scrollTop;
    change();
    this.scroll.scrollTop = this.scroll.scrollHeight - fromEnd;
  }

  #open() {
    const head = el("header", {}, this.back, el("div", { class: "titles" }, this.title, this.holder), this.actions);
    this.opened = el("div", { class: "opened" }, head, this.others, this.scroll, this.below, this.composer.node);
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
    this.actions.replaceChildren(
      ...does.map((what) =>
        el(
          "button",
          {
            type: "button",
            class: what === does[0] && main === "take" ? "primary" : null,
            "data-does": what,
            onclick: () => this.outside[what](),
          },
          TEXTS[what],
        ),
      ),
    );
  }

  #possible(row) {
    if (row.holder === "bot") return ["takeOver"];
    const own = ["resolve", "returnToBot", "assign", "snooze"];
    return row.taken_by === this.state.me.id ? own : row.taken_by ? own.slice(2) : ["take", ...own.slice(2)];
  }

  #renderCard({ card, conversation, ratings }) {
    const { waiting_since: since, holder, clocks, left_email: email } = conversation;
    const key = JSON.stringify([card, since, holder, clocks, email, ratings]);
    if (this.card.dataset.key === key) return;
    this.card.dataset.key = key;
    this.card.replaceChildren(buildCard(card, conversation, { ratings, openingsOf: (team) => this.state.openingsOf(team) }));
  }

  #renderOthers({ viewers, typists, isCustomerTyping }) {
    const names = [...(viewers?.values() ?? [])];
    const words = names.length > 1 ? TEXTS.viewingMany : TEXTS.viewing;
    setText(this.others, names.length ? fill(words, { names: names.join(", ") }) : "");
    const writes = [...(typists?.values() ?? [])].map((name) => fill(TEXTS.typing, { name }));
    setText(this.writing, [isCustomerTyping ? TEXTS.customerTyping : "", ...writes].filter(Boolean).join(" · "));
  }

  #renderEntries({ transcript, conversation }, isOther) {
    const wasNearEnd = isOther || this.#isNearEnd();
    const sorted = [...transcript].sort((one, other) => (one.sent_at < other.sent_at ? -1 : one.sent_at > other.sent_at ? 1 : 0));
    const shown = new Set(sorted.map((entry) => entry.id));
    for (const [id, { node }] of this.#nodes) if (!shown.has(id)) (node.remove(), this.#nodes.delete(id));
    let before = null;
    for (const entry of sorted) before = this.#place(entry, before, conversation);
    if (wasNearEnd) this.#toEnd();
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
      known?.node.replaceWith(node);
      known = { node, key };
      this.#nodes.set(entry.id, known);
    }
    const place = before ? before.nextSibling : this.entries.firstChild;
    if (place !== known.node) this.entries.insertBefore(known.node, place);
    return known.node;
  }

  #isNearEnd() {
    return this.scroll.scrollHeight - this.scroll.scrollTop - this.scroll.clientHeight < NEAR_PIXELS;
  }

  #toEnd() {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.below.hidden = true;
  }
}

const dayOf = (entry) => new Date(entry.sent_at).toDateString();
