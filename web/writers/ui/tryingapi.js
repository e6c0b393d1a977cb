/** What is asked of the server about questions that are tried. */

import { Api } from "./api.js";

export class TryingApi extends Api {
  /** @param {string|null} askedIn null leaves the language to be detected */
  ask(question, askedIn, words) {
    return this.act("ask", { question, asked_in: askedIn, ...words });
  }

  /** @returns {Promise<{questions: object[]}>} */
  questions() {
    return this.get(`${this.one}/questions`);
  }

  keep(question, askedIn, expected) {
    return this.act("questions/keep", { question, asked_in: askedIn, expected });
  }

  remove(id) {
    return this.act("questions/remove", { id });
  }

  /** @param {"publish"|"archive"|"rename"|"describe"} deed */
  check(deed, body = {}) {
    return this.act("questions/check", { deed, ...body });
  }

  live(question, askedIn) {
    return this.post("ask", { question, asked_in: askedIn });
  }
}
