/** What was said and the server does not have yet: kept in this browser, for each account, until it has it. */

import { Store } from "/ui/store.js";

/** Older words go out only when somebody means them still. */
const MEANT_SECONDS = 120;

export class Unsent {
  #kept;
  #onWay = new Set();

  /** @param {string} account whose they are: another may sign in at the same browser */
  constructor(account) {
    this.#kept = new Store("localStorage", `parley-desk-${account}-unsent-`);
  }

  /** Whether it is on its way from this page. */
  isOnWay(id) {
    return this.#onWay.has(id);
  }

  leaves(entry) {
    this.#kept.set(entry.id, { ...entry, failed: null, isPassing: true });
    this.#onWay.add(entry.id);
  }

  /** @param {string} why in words for people @param {boolean} isPassing it may arrive when the line is back */
  fails(entry, why, isPassing) {
    this.#onWay.delete(entry.id);
    this.#kept.set(entry.id, { ...entry, failed: why, isPassing });
  }

  /** Keep it no longer; false where it was not kept. */
  drop(id) {
    this.#onWay.delete(id);
    const isKept = this.#kept.get(id) !== null;
    this.#kept.remove(id);
    return isKept;
  }

  /** All that is not there yet, oldest first. */
  get all() {
    const entries = this.#kept.keys("").map((id) => this.#kept.get(id)).filter(Boolean);
    return entries.sort((one, other) => (one.sent_at < other.sent_at ? -1 : 1));
  }

  /** What goes out by itself now that the line is back: said a moment ago, and stopped by nothing but the line. */
  due(now = Date.now()) {
    const isDue = ({ id, isPassing, sent_at: at }) =>
      isPassing && !this.isOnWay(id) && now - new Date(at) < MEANT_SECONDS * 1000;
    return this.all.filter(isDue);
  }
}
