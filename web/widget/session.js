/** The customer's token: made when first needed, kept over reloads, replaced without a word when it dies. */

import { Unauthorised } from "./api.js";

export class Session {
  #api;
  #store;
  #language;
  #opened;
  #greeted = null;
  #opening = null;

  /**
   * @param {(answer: object, isNew: boolean) => void} opened hears each answer of POST /chat/session
   */
  constructor({ api, store, language, opened }) {
    this.#api = api;
    this.#store = store;
    this.#language = language;
    this.#opened = opened;
  }

  /** `{token, made}` or null. `made` names the conversation for other tabs: a renewed token keeps it. */
  get kept() {
    return this.#store.get("session");
  }

  /** Run `act(token)`; if the token turns out dead, once more with a new one. */
  async use(act) {
    const token = await this.#ensure();
    try {
      return await act(token);
    } catch (error) {
      if (!(error instanceof Unauthorised)) throw error;
      this.#forget(token);
      return act(await this.#ensure());
    }
  }

  async #ensure() {
    const { token, made } = this.kept ?? {};
    if (token && this.#greeted === made) return token;
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  async #open() {
    const { token, made } = this.kept ?? {};
    if (!token) return this.#begin(await this.#api.session(null, this.#language), null);
    try {
      return this.#begin(await this.#api.session(token, this.#language), made);
    } catch (error) {
      if (!(error instanceof Unauthorised)) throw error;
      this.#forget(token);
      return this.#begin(await this.#api.session(null, this.#language), null);
    }
  }

  #begin(answer, made) {
    this.#greeted = made ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
    this.#store.set("session", { token: answer.session, made: this.#greeted });
    this.#opened(answer, !made);
    return answer.session;
  }

  #forget(token) {
    // Another tab may already have put a good one in its place.
    if (this.kept?.token === token) this.#store.remove("session");
  }
}
