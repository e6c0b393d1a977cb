/** An article's saved questions: listed, run, removed. */

import { el, setText } from "/ui/dom.js";
import { fill } from "./texts.js";
import { TEXTS } from "./tryingtexts.js";

export class Saved {
  #found = [];

  /** @param {import("./tryingapi.js").TryingApi} api @param {() => object} words what is written */
  constructor(api, words, said) {
    Object.assign(this, { api, words, said });
    this.list = el("ul", { class: "saved" });
    this.none = el("p", { class: "soft" }, TEXTS.testsNone);
    this.runs = el("button", { type: "button", class: "quiet run", onclick: () => this.run() }, TEXTS.run);
    this.summary = el("span", { class: "summary", role: "status" });
    const bar = el("p", { class: "acts" }, this.runs, this.summary);
    this.node = el("section", { class: "tests" }, el("h3", {}, TEXTS.tests), this.none, this.list, bar);
  }

  async load() {
    this.#show((await this.api.questions()).questions);
  }

  async keep(question, askedIn, expected) {
    this.#show((await this.api.keep(question, askedIn, expected)).questions);
    this.said(TEXTS.kept);
  }

  #show(found) {
    this.#found = found;
    this.none.hidden = found.length > 0;
    this.runs.hidden = found.length === 0;
    setText(this.summary, "");
    this.list.replaceChildren(...found.map((each) => this.#row(each)));
  }

  async run() {
    this.runs.disabled = true;
    setText(this.summary, TEXTS.running);
    try {
      this.#ran(await this.api.check("publish", this.words()));
    } catch (fault) {
      setText(this.summary, fault.message);
    }
    this.runs.disabled = false;
  }

  #ran(told) {
    if (told.is_away) return setText(this.summary, TEXTS.away);
    const found = new Map(told.questions.map((each) => [each.id, each]));
    this.list.replaceChildren(...this.#found.map((each) => this.#row(each, found.get(each.id))));
    const own = told.questions.filter(({ is_own: isOwn }) => isOwn);
    const passing = own.filter(({ after }) => after.passes).length;
    return setText(this.summary, fill(TEXTS.summary, { passing, total: own.length }));
  }

  #row({ id, text, language, expected }, ran = null) {
    const remove = () => this.#remove(id);
    return el(
      "li",
      {},
      el("q", { lang: language, dir: "auto" }, text),
      el("small", {}, `${language ?? TEXTS.detected} · ${TEXTS.expected} ${TEXTS.expectations[expected]}`),
      ran && el("p", { class: "ran" }, passMark(ran.after.passes), el("small", {}, ranWords(ran))),
      el("button", { type: "button", class: "quiet", "aria-label": `${TEXTS.remove}: ${text}`, onclick: remove }, TEXTS.remove),
    );
  }

  async #remove(id) {
    try {
      this.#show((await this.api.remove(id)).questions);
    } catch (fault) {
      this.said(fault.message, true);
    }
  }
}

function passMark(passes) {
  return el("span", { class: `verdict ${passes ? "sure" : "fails"}` }, el("span", { class: "sign", "aria-hidden": "true" }, passes ? "✓" : "✗"), TEXTS[passes ? "passes" : "fails"]);
}

function ranWords({ before, after }) {
  const now = fill(TEXTS.now, { what: TEXTS.outcomes[before.outcome] });
  return before.outcome === after.outcome ? now : `${now}; ${fill(TEXTS.then, { what: TEXTS.outcomes[after.outcome] })}`;
}
