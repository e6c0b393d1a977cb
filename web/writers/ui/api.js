/** The editor's HTTP; what fails throws a Fault with words for people. */

import { Fault } from "/desk/ui/api.js";

const ANSWER_SECONDS = 30;
const MACHINE_SECONDS = 60;

export class Api {
  #csrf = document.querySelector("meta[name=csrf-token]")?.content ?? "";

  /** @param {string} slug @param {string} language */
  constructor(slug, language) {
    this.one = `articles/${slug}/${language}`;
  }

  show() {
    return this.#call("GET", this.one);
  }

  /** @param {string} what save, publish, archive, submit, give_back, describe, rename, machine, preview, compare */
  act(what, body) {
    return this.#call("POST", `${this.one}/${what}`, body);
  }

  /** @param {string} path below /writers/api */
  get(path) {
    return this.#call("GET", path);
  }

  post(path, body) {
    return this.#call("POST", path, body);
  }

  /** Keep an image. @param {File} file */
  picture(file) {
    return this.#call("POST", "pictures", file, { "X-File-Name": encodeURIComponent(file.name || "image") });
  }

  async #call(method, path, body, more = {}) {
    const isFile = body instanceof Blob;
    const headers = { Accept: "application/json", "X-CSRF-Token": this.#csrf, ...more };
    if (body) headers["Content-Type"] = isFile ? "application/octet-stream" : "application/json";
    const content = isFile ? body : body && JSON.stringify(body);
    const response = await this.#fetch(path, { method, headers, body: content });
    const answer = await response.json().catch(() => null);
    if (response.ok && answer !== null) return answer;
    throw new Fault(response.ok ? 0 : response.status, answer);
  }

  async #fetch(path, options) {
    try {
      const seconds = path.endsWith("/machine") ? MACHINE_SECONDS : ANSWER_SECONDS;
      const signal = AbortSignal.timeout(seconds * 1000);
      return await fetch(`/writers/api/${path}`, { ...options, signal, cache: "no-store" });
    } catch {
      throw new Fault(0);
    }
  }
}
