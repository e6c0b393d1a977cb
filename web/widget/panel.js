/** The open chat: heading, log, the way to a person, and the composer. */

import { Composer } from "./composer.js";
import { el, isTouch, setOrDrop, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { Log } from "./log.js";

export class Panel {
  /** @param {{say: Function, writing: Function, retry: Function, close: Function, drafts: object}} outside */
  constructor({ say, writing, retry, close, drafts }) {
    this.say = say;
    this.log = new Log({ press: (button) => this.#press(button), retry });
    this.composer = new Composer({ send: (text) => say(text), writing, drafts });
    this.close = el("button", { class: "close", part: "close", type: "button", onclick: close }, icon("close"));
    this.mark = el("span", { class: "mark", "aria-hidden": "true" });
    this.title = el("h2", { part: "title", id: "title", tabindex: "-1" });
    this.holder = el("p", { class: "holder", part: "holder" });
    this.offline = el("p", { class: "offline", part: "offline", role: "status" });
    const human = { class: "human", part: "talk-to-person", type: "button", onclick: () => this.#askHuman() };
    this.human = el("button", human, icon("person"), el("span"));
    this.waiting = el("p", { class: "waiting", part: "waiting", role: "status" });
    this.node = this.#assemble();
  }

  /** @param {import("./chat.js").Chat} chat */
  render(chat) {
    const { texts, conversation } = chat;
    this.texts = texts;
    setOrDrop(this.node, "lang", chat.language);
    setOrDrop(this.node, "dir", chat.dir);
    Object.assign(this.node.dataset, { state: chat.state, holder: conversation.holder });
    setText(this.title, texts.title);
    setOrDrop(this.close, "aria-label", texts.close);
    setOrDrop(this.close, "title", texts.close);
    this.#heading(conversation);
    setText(this.offline, chat.state === "offline" ? texts.offline : "");
    this.#aid(conversation.holder);
    this.log.render(chat);
    this.composer.render(chat);
  }

  #assemble() {
    const names = el("div", { class: "names" }, this.title, this.holder);
    const header = el("header", { part: "header" }, this.mark, names, this.close);
    const aid = el("div", { class: "aid" }, this.human, this.waiting);
    const attributes = { class: "panel", part: "panel", role: "dialog", "aria-labelledby": "title", hidden: true };
    return el("section", attributes, header, this.offline, this.log.node, aid, this.composer.node);
  }

  #heading({ holder, name }) {
    const { bot, person } = this.texts;
    const isPerson = holder === "agent";
    setText(this.holder, isPerson ? [name, person].filter(Boolean).join(" · ") : bot);
    const shape = isPerson ? (name ? [...name.trim()][0] : "person") : "bot";
    if (this.mark.shape === shape) return;
    this.mark.shape = shape;
    this.mark.replaceChildren(isPerson && name ? shape : icon(shape));
  }

  #aid(holder) {
    setText(this.human.lastChild, this.texts.talk_to_person);
    this.human.hidden = holder !== "bot";
    setText(this.waiting, holder === "queue" ? this.texts.waiting : "");
  }

  #askHuman() {
    this.#press({ title: this.texts.talk_to_person, payload: "ask_human" });
  }

  #press({ title, payload }) {
    // The pressed button goes inert, and focus on nothing would strand the keyboard.
    this.rest();
    this.say(title, payload);
  }

  /** Put focus where reading and writing go on; on glass, without calling up the keyboard. */
  rest() {
    const target = isTouch() ? this.title : this.composer.field;
    target.focus({ preventScroll: true });
  }
}
