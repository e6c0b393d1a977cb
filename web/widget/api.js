/**
 * The server's HTTP, one function per address, and the three ways it can fail:
 *
 *   Unauthorised   the token is not (any longer) good: make a new session
 *   Refused        this message, or this identity, will never be taken: show it, do not retry
 *   Unreachable    network, overload or a fault of the server: try again
 */

/** However long a server asks to be left alone, a customer is waiting. */
const LONGEST_RETRY_SECONDS = 60;

/** Long enough for a slow phone, short enough that a dead line is noticed. */
const ANSWER_SECONDS = 20;

export class Unauthorised extends Error {}

export class Refused extends Error {}

export class Unreachable extends Error {
  /** @param {number|null} retrySeconds what Retry-After asked for, within reason */
  constructor(message, retrySeconds = null) {
    super(message);
    this.retrySeconds = retrySeconds;
  }
}

async function reasonOf(response) {
  try {
    return (await response.json()).message ?? "";
  } catch {
    return "";
  }
}

async function check(response) {
  if (response.ok) return response;
  if (response.status === 401) throw new Unauthorised();
  if ([400, 403, 413, 422].includes(response.status)) throw new Refused(await reasonOf(response));
  const seconds = parseFloat(response.headers.get("Retry-After"));
  throw new Unreachable(`HTTP ${response.status}`, Number.isFinite(seconds) ? Math.min(seconds, LONGEST_RETRY_SECONDS) : null);
}

export class Api {
  /** @param {URL} base where widget.js was served from */
  constructor(base) {
    this.base = base;
  }

  /**
   * Make a session, or with a token renew it and hear its language again.
   * @param {{email: string, name?: string, signature: string}|null} identity whom the shop says this is
   */
  async session(token, language, identity) {
    return this.#json("chat/session", { token, body: identity ? { language, identity } : { language } });
  }

  /** @param {{id: string, text: string, payload: string|null, about: string|null}} item */
  async send(token, { id, text, payload, about }) {
    const more = { ...(payload && { payload }), ...(about && { about }) };
    await this.#call("chat/messages", { token, body: { id, text, ...more } });
  }

  /** Tell that the customer writes, or does no more: for people to see, kept nowhere. */
  async typing(token, on) {
    await this.#call("chat/typing", { token, body: { on } });
  }

  /** A file of the conversation, as an address that this page alone can open. */
  async file(token, key) {
    const response = await this.#call(`chat/files/${encodeURIComponent(key)}`, { token });
    return URL.createObjectURL(await response.blob());
  }

  /** Articles that a page with this title may make people ask for; `article` is the one that it is. */
  async offers(language, title, article) {
    const asked = new URLSearchParams({ q: title, article: article ?? "" });
    return this.#json(`help/${encodeURIComponent(language)}/offers?${asked}`, {});
  }

  async texts(language) {
    return this.#json(`chat/texts/${encodeURIComponent(language)}`, {});
  }

  /** The open stream of events after `lastId`, or of the whole conversation. */
  async events(token, lastId, signal) {
    const headers = { Accept: "text/event-stream" };
    if (lastId != null) headers["Last-Event-ID"] = lastId;
    return this.#call("chat/events", { token, headers, signal });
  }

  async #json(path, options) {
    const response = await this.#call(path, options);
    try {
      return await response.json();
    } catch (error) {
      // A captive portal answers 200 with its own page.
      throw new Unreachable(String(error));
    }
  }

  async #call(path, { token, body, headers = {}, signal }) {
    if (token) headers = { ...headers, Authorization: `Bearer ${token}` };
    if (body) headers = { ...headers, "Content-Type": "application/json" };
    const request = {
      method: body ? "POST" : "GET",
      headers,
      body: body && JSON.stringify(body),
      signal: signal ?? AbortSignal.timeout(ANSWER_SECONDS * 1000),
      credentials: "omit", // The token is all; cookies of the shop are none of ours.
      cache: "no-store",
    };
    try {
      return await check(await fetch(new URL(path, this.base), request));
    } catch (error) {
      if (error instanceof TypeError || error instanceof DOMException) throw new Unreachable(error.message);
      throw error;
    }
  }
}
