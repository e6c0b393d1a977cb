/** What is written and not saved: kept in this browser, for each account and article, until it is. */

import { Store } from "/ui/store.js";

export class Drafts {
  #kept;
  #key;

  /** @param {string} account another may sign in at the same browser */
  constructor(account, slug, language) {
    this.#kept = new Store("localStorage", `parley-writers-${account}-`);
    this.#key = `${slug}/${language}`;
  }

  /** @returns {{from: number, at: string, words: object}|null} */
  get current() {
    return this.#kept.get(`draft-${this.#key}`);
  }

  keep(from, words) {
    this.#kept.set(`draft-${this.#key}`, { from, words, at: new Date().toISOString() });
  }

  drop() {
    this.#kept.remove(`draft-${this.#key}`);
  }

  /** What gave way to a colleague's text. */
  get aside() {
    return this.#kept.get(`aside-${this.#key}`);
  }

  setAside(words) {
    this.#kept.set(`aside-${this.#key}`, words);
  }

  dropAside() {
    this.#kept.remove(`aside-${this.#key}`);
  }
}

export function isSame(one, other) {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

/** As the server keeps it. */
function plain({ title, body, questions, tags }) {
  return [title.trim().replace(/\s+/g, " "), body.trim(), questions, tags];
}
