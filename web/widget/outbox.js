/** What the customer wrote and the server has not yet taken. It outlives reloads and lost networks. */

import { Refused } from "./api.js";
import { Pause, backoffSeconds } from "./pause.js";

/** After this many failed tries the customer is told; trying goes on. */
const PATIENCE = 2;

/** One key per message, so that two tabs never overwrite each other's list. */
const KEY = "outbox.";

/** randomUUID is missing on plain http, where many a shop tries the widget first. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The drawer is the shop's too: what is no message of ours must not stand in the way of those that are. */
function isOurs(item) {
  return typeof item?.id === "string" && typeof item.text === "string" && Number.isFinite(item.at);
}

export class Outbox {
  #store;
  #post;
  #changed;
  #taken = new Map();
  #attempts = 0;
  #lastAt = 0;
  #notBefore = 0;
  #isPosting = false;
  #pause = new Pause();

  /**
   * @param {(item: object) => Promise<void>} post sends one item or throws what api.js throws
   * @param {() => void} changed
   */
  constructor({ store, post, changed }) {
    this.#store = store;
    this.#post = post;
    this.#changed = changed;
  }

  /** Everything not yet seen on the stream, oldest first, each with its `state`. */
  items() {
    const waiting = this.#waiting().filter((item) => !this.#taken.has(item.id));
    const states = waiting.map((item) => ({ ...item, state: this.#stateOf(item) }));
    return [...[...this.#taken.values()].map((item) => ({ ...item, state: "sent" })), ...states];
  }

  /** @param {string|null} about the article on the page that it is written from, as `language/slug` */
  add(text, payload = null, about = null) {
    // Two messages in one millisecond must keep their order.
    this.#lastAt = Math.max(Date.now(), this.#lastAt + 1);
    const item = { id: newId(), text, payload, about, at: this.#lastAt };
    this.#store.set(KEY + item.id, item);
    this.#changed();
    this.wake();
    return item;
  }

  /** The stream brought it back: it is the conversation's now. */
  settle(id) {
    this.#taken.delete(id);
    this.#store.remove(KEY + id);
  }

  /** Send a refused or waiting message again, now. */
  retry(id) {
    const item = this.#store.get(KEY + id);
    if (item?.refused != null) this.#store.set(KEY + id, { ...item, refused: undefined });
    this.wake();
    this.#changed();
  }

  wake() {
    this.#attempts = 0;
    this.#pause.wake();
    if (!this.#isPosting) this.#drain();
  }

  #waiting() {
    const items = this.#store.keys(KEY).map((key) => this.#store.get(key));
    return items.filter(isOurs).sort((a, b) => a.at - b.at);
  }

  #stateOf(item) {
    if (item.refused != null) return "refused";
    return this.#attempts >= PATIENCE ? "unsent" : "sending";
  }

  async #drain() {
    this.#isPosting = true;
    try {
      let head;
      while ((head = this.#waiting().find((item) => item.refused == null))) await this.#try(head);
    } finally {
      this.#isPosting = false; // Whatever was thrown, the next wake begins again.
    }
  }

  async #try(item) {
    // Waking shortens our own pauses, never the one a busy server asked for.
    // Measured by a clock that nobody sets back.
    const now = performance.now();
    if (now < this.#notBefore) return this.#pause.wait((this.#notBefore - now) / 1000);
    try {
      await this.#post(item);
      this.#attempts = 0;
      if (this.#store.get(KEY + item.id)) this.#taken.set(item.id, item);
      this.#store.remove(KEY + item.id);
      this.#changed();
    } catch (error) {
      await this.#failed(item, error);
    }
  }

  async #failed(item, error) {
    if (error instanceof Refused) {
      this.#store.set(KEY + item.id, { ...item, refused: error.message });
      this.#changed();
      return;
    }
    // A page may put a fetch of its own in our way, which may throw anything, even nothing.
    this.#notBefore = performance.now() + (error?.retrySeconds ?? 0) * 1000;
    const seconds = backoffSeconds(this.#attempts++);
    this.#changed();
    await this.#pause.wait(seconds);
  }
}
