/** Who else looks at the open conversation, and who is writing; who says nothing more has gone. */

import { TYPING_SECONDS, WATCH_SECONDS } from "./pace.js";

export class Company {
  #timers = new Map();

  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.state = state;
  }

  /** @param {"viewing"|"typing"} kind @param {{conversation_id: string, by: {id: string|null, name?: string}, on: boolean}} told */
  hear(kind, { conversation_id: id, by, on }) {
    const { open, me } = this.state;
    if (open?.conversation.conversation_id !== id || by?.id === me.id) return;
    if (!by?.id) this.#keep(`customer ${id}`, on, (isOn) => (open.isCustomerTyping = isOn), TYPING_SECONDS);
    else this.#note(kind === "viewing" ? open.viewers : open.typists, kind, by, on);
  }

  #note(people, kind, by, on) {
    const change = (isOn) => (isOn ? people.set(by.id, by.name) : people.delete(by.id));
    this.#keep(`${kind} ${by.id}`, on, change, kind === "viewing" ? 2 * WATCH_SECONDS : TYPING_SECONDS);
  }

  /** Nobody says goodbye to a page that is closed. */
  #keep(name, on, change, seconds) {
    clearTimeout(this.#timers.get(name));
    change(on);
    this.state.change("thread", {});
    if (!on) return;
    const end = () => (change(false), this.state.change("thread", {}));
    this.#timers.set(name, setTimeout(end, seconds * 1000));
  }
}
