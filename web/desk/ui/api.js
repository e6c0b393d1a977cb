/** The desk's HTTP: one function per address; what fails throws a Fault with words for people. */

const ANSWER_SECONDS = 20;

/** `status` 0 is a line that broke; `body` is what the server said. */
export class Fault extends Error {
  constructor(status, body) {
    super(body?.message || (status ? `The server answered ${status}.` : "There is no connection."));
    this.status = status;
    this.body = body ?? {};
  }

  get isPassing() {
    return this.status === 0 || this.status >= 500 || this.status === 429;
  }
}

async function bodyOf(response) {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function signInAgain() {
  const next = location.pathname + location.search;
  location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
}

export class Api {
  #csrf = "";

  async me() {
    const me = await this.#call("GET", "me");
    this.#csrf = me.csrf;
    return me;
  }

  /** @param {Object<string, string>} wanted view, filters, `after` */
  conversations(wanted) {
    const filled = Object.entries(wanted).filter(([, value]) => value);
    return this.#call("GET", `conversations?${new URLSearchParams(filled)}`);
  }

  /** @param {string|null} before id of an entry: the page of the transcript that ends there */
  conversation(id, before = null) {
    const page = before ? `?before=${encodeURIComponent(before)}` : "";
    return this.#call("GET", `conversations/${encodeURIComponent(id)}${page}`);
  }

  /** @param {string} what take, reply, note, labels, assign, transfer, snooze, resolve, return, retry, typing, viewing */
  act(id, what, body = {}) {
    return this.#call("POST", `conversations/${encodeURIComponent(id)}/${what}`, body);
  }

  /** @param {string} text what was typed after the "/" */
  canned(conversation, text = "") {
    return this.#call("GET", `canned?${new URLSearchParams({ conversation, q: text })}`);
  }

  /** What the bot would find for a question, or without one for what the customer said last. */
  suggestions(id, question = "") {
    const asked = question ? `?${new URLSearchParams({ q: question })}` : "";
    return this.#call("GET", `conversations/${encodeURIComponent(id)}/suggestions${asked}`);
  }

  /** What the channel takes: files of which size; null where it takes none. */
  abilities(id) {
    return this.#call("GET", `conversations/${encodeURIComponent(id)}/abilities`);
  }

  /** Until when WhatsApp takes words, and the templates for afterwards; null on other channels. */
  window(id) {
    return this.#call("GET", `conversations/${encodeURIComponent(id)}/window`, undefined, { isEmptyFine: true });
  }

  /** Keep a file for a reply. @param {File} file */
  upload(id, file) {
    const headers = { "Content-Type": "application/octet-stream", "X-File-Name": encodeURIComponent(file.name) };
    return this.#call("POST", `conversations/${encodeURIComponent(id)}/files`, file, { headers, seconds: 120 });
  }

  /** Say that an answer should be an article, or that the bot should have known it. */
  mark(messageId, kind) {
    return this.#call("POST", `entries/${encodeURIComponent(messageId)}/marks`, { kind });
  }

  /** @param {boolean} busy gets no new conversations by itself */
  presence(busy) {
    return this.#call("POST", "presence", { busy });
  }

  async #call(method, path, body, { headers: more, seconds = ANSWER_SECONDS, isEmptyFine = false } = {}) {
    const headers = { Accept: "application/json" };
    if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRF-Token": this.#csrf });
    Object.assign(headers, more);
    const content = body instanceof Blob ? body : body && JSON.stringify(body);
    const response = await this.#fetch(path, { method, headers, body: content }, seconds);
    const answer = await bodyOf(response);
    if (response.ok && (answer !== null || isEmptyFine)) return answer;
    if (response.status === 401) signInAgain();
    throw new Fault(response.ok ? 0 : response.status, answer);
  }

  async #fetch(path, options, seconds) {
    const signal = AbortSignal.timeout(seconds * 1000);
    try {
      return await fetch(`/desk/api/${path}`, { ...options, signal, cache: "no-store" });
    } catch {
      throw new Fault(0);
    }
  }
}
