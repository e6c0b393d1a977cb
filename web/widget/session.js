/** The customer's token: made when first needed, kept over reloads, replaced without a word when it dies. */

import { Refused, Unauthorised, Unreachable } from "./api.js";

export class Session {
  #api;
  #store;
  #language;
  #identity;
  #opened;
  #greeted = null;
  #opening = null;
  #notBefore = 0;

  /**
   * @param {{email: string, name?: string, signature: string}|null} identity whom the shop says this is
   * @param {(answer: object, isNew: boolean) => void} opened hears each answer of POST /chat/session
   */
  constructor({ api, store, language, identity, opened }) {
    this.#api = api;
    this.#store = store;
    this.#language = language;
    this.#identity = identity;
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
    if (!token) return this.#begin(await this.#ask(null), null);
    try {
      const answer = await this.#ask(token);
      // Another token: somebody else has signed in to the shop, and has a conversation of their own.
      return this.#begin(answer, answer.session === token ? made : null);
    } catch (error) {
      if (!(error instanceof Unauthorised)) throw error;
      this.#forget(token);
      return this.#begin(await this.#ask(null), null);
    }
  }

  async #ask(token) {
    // Who waits for a session tries when they like; the server hears of it when it asked to.
    const seconds = (this.#notBefore - performance.now()) / 1000;
    if (seconds > 0) throw new Unreachable("the server asked to be left alone", seconds);
    try {
      return await this.#api.session(token, this.#language, this.#identity);
    } catch (error) {
      this.#notBefore = performance.now() + (error?.retrySeconds ?? 0) * 1000;
      if (!(error instanceof Refused && this.#identity)) throw error;
      console.warn(`Parley: ${error.message}. The chat goes on with a stranger.`);
      this.#identity = null;
      return this.#ask(token);
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
