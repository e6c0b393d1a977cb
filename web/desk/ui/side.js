/** The right pane: who the customer is, labels, and their other conversations. */

import { el, keepFocus } from "/ui/dom.js";
import { ago } from "./ago.js";
import { channelName, languageName, titleOf } from "./names.js";
import { ratingOf } from "./rating.js";
import { TEXTS, fill } from "./texts.js";

export class Side {
  #key = "";
  #id = null;

  /** @param {{label: (change: {add?: string[], remove?: string[]}) => void, open: (id: string) => void, shut: () => void}} outside */
  constructor(outside) {
    this.outside = outside;
    this.node = el("aside", { class: "side", "aria-label": TEXTS.details });
  }

  /** @param {{conversation: object, contact: object|null, others: object[]}|null} open */
  render(open) {
    const { conversation, contact, others } = open ?? {};
    const key = JSON.stringify([conversation?.conversation_id, conversation?.labels, contact, others]);
    if (key === this.#key) return; // what somebody is typing into stays
    this.#key = key;
    if (!open) return this.node.replaceChildren();
    const shut = el("button", { type: "button", class: "shut", onclick: () => this.outside.shut() }, TEXTS.close);
    const begun = this.#begun(conversation);
    this.#id = conversation.conversation_id;
    const parts = [shut, this.#contact(conversation, contact), this.#labels(conversation, begun), this.#others(others)];
    keepFocus(this.node, () => this.node.replaceChildren(...parts), () => this.field);
  }

  focus() {
    this.field?.focus();
  }

  /** What is being typed for a label, until it is one. */
  #begun({ conversation_id: id, labels }) {
    const typed = this.#id === id ? this.field.value : "";
    return labels.includes(typed.trim()) ? "" : typed;
  }

  #contact(row, contact) {
    const facts = [
      [TEXTS.phone, contact?.phone],
      [TEXTS.email, contact?.email],
      [TEXTS.unproven, contact?.left_email],
      [TEXTS.channel, channelName(row.channel)],
      [TEXTS.language, row.language && languageName(row.language)],
    ].filter(([, value]) => value);
    return el(
      "section",
      {},
      el("h3", {}, TEXTS.contact),
      el("p", { class: "name", dir: "auto" }, contact?.name || titleOf(row)),
      el("dl", {}, ...facts.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, el("bdi", {}, value))])),
    );
  }

  #labels(row, begun) {
    const drop = (label) => this.outside.label({ remove: [label] });
    const tags = row.labels.map((label) => {
      const words = { type: "button", "aria-label": fill(TEXTS.removeLabel, { label }), onclick: () => drop(label) };
      return el("span", { class: "tag label" }, el("bdi", {}, label), el("button", words, "×"));
    });
    this.field = el("input", { size: "12", maxlength: "40", placeholder: TEXTS.addLabel, "aria-label": TEXTS.addLabel });
    const { field } = this;
    field.value = begun;
    const form = el("form", {}, field);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const label = field.value.trim();
      if (label && !row.labels.includes(label)) this.outside.label({ add: [label] });
    });
    return el("section", { class: "labels" }, el("h3", {}, TEXTS.labels), el("p", {}, ...tags), form);
  }

  #others(rows) {
    const items = rows.map((row) => {
      const id = row.conversation_id;
      const open = (event) => {
        event.preventDefault();
        this.outside.open(id);
      };
      const link = el("a", { href: `?c=${encodeURIComponent(id)}`, onclick: open }, channelName(row.channel), ": ", el("bdi", {}, row.last_text));
      return el("li", {}, link, " ", el("time", { "data-ago": true, datetime: row.last_at }, ago(row.last_at)), row.rating && ratingOf(row.rating));
    });
    const list = items.length ? el("ul", {}, ...items) : el("p", { class: "words" }, TEXTS.noOthers);
    return el("section", {}, el("h3", {}, TEXTS.others), list);
  }
}
