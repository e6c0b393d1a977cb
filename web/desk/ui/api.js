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

  async #call(method, path, body) {
    const headers = { Accept: "application/json" };
    if (body) Object.assign(headers, { "Content-Type": "application/json", "X-CSRF-Token": this.#csrf });
    const response = await this.#fetch(path, { method, headers, body: body && JSON.stringify(body) });
    const answer = await bodyOf(response);
    if (response.ok && answer !== null) return answer;
    if (response.status === 401) signInAgain();
    throw new Fault(response.ok ? 0 : response.status, answer);
  }

  async #fetch(path, options) {
    const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
    try {
      return await fetch(`/desk/api/${path}`, { ...options, signal, cache: "no-store" });
    } catch {
      throw new Fault(0);
    }
  }
}
