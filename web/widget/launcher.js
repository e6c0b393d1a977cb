/** The button in the corner, with a count of what came while the chat was closed. */

import { el, setOrDrop, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { number } from "../ui/time.js";

export class Launcher {
  constructor({ open, seen }) {
    this.seen = seen;
    this.badge = el("span", { class: "badge", part: "unread", "aria-hidden": "true", hidden: true });
    const attributes = { class: "launcher", part: "launcher", type: "button", "aria-haspopup": "dialog" };
    this.node = el("button", { ...attributes, onclick: open }, icon("chat"), this.badge);
  }

  /** @param {import("./chat.js").Chat} chat */
  render(chat) {
    const others = [...chat.conversation.messages.values()].filter(({ author }) => author !== "customer");
    if (chat.isOpen) this.#read(others);
    const unread = chat.isOpen ? 0 : this.#unread(others);
    const count = number(unread, chat.language);
    this.badge.hidden = unread === 0;
    setText(this.badge, count);
    setOrDrop(this.node, "lang", chat.language);
    setOrDrop(this.node, "aria-label", unread ? `${chat.texts.open} (${count})` : chat.texts.open);
    setOrDrop(this.node, "title", chat.texts.open);
  }

  #read(others) {
    const last = others.at(-1)?.id;
    if (last && document.visibilityState === "visible" && this.seen.get("read") !== last) this.seen.set("read", last);
  }

  #unread(others) {
    const read = this.seen.get("read");
    return others.length - 1 - others.findLastIndex(({ id }) => id === read);
  }
}
