/** A question is asked as a customer would: what they hear now, and would hear if what is written were live. */

import { el, setText } from "/ui/dom.js";
import { drawPieces } from "./differences.js";
import { Saved } from "./saved.js";
import { drawSide, isElsewhere } from "./side.js";
import { TryingApi } from "./tryingapi.js";
import { TEXTS } from "./tryingtexts.js";

class Trying extends HTMLElement {
  #asked = 0;

  connectedCallback() {
    if (this.getAttribute("languages")) this.build(JSON.parse(this.getAttribute("languages")));
  }

  /**
   * Draw it. With an `article`, its text is tried beside what is live, and its tests are listed.
   * @param {{language: string, name: string}[]} languages
   * @param {{slug: string, language: string, words: () => object}|null} article
   */
  build(languages, article = null) {
    if (this.form) return;
    this.article = article;
    this.api = new TryingApi(article?.slug, article?.language);
    this.said = el("p", { class: "said", role: "status" });
    this.result = el("div", { class: "result", "aria-live": "polite" });
    this.form = this.#form(languages);
    this.saved = article && new Saved(this.api, article.words, (text, isFault) => this.#say(text, isFault));
    this.append(this.form, this.said, this.result, ...(this.saved ? [this.saved.node] : []));
  }

  #form(languages) {
    this.question = el("input", { name: "question", maxlength: "500", required: true, dir: "auto", autocomplete: "off" });
    const choices = languages.map(({ language, name }) => el("option", { value: language }, name));
    this.language = el("select", { name: "asked_in" }, el("option", { value: "" }, TEXTS.detected), ...choices);
    const field = (name, control) => el("label", { class: "field" }, el("span", {}, name), control);
    const form = el("form", { class: "asking" }, field(TEXTS.question, this.question), field(TEXTS.language, this.language), el("button", { class: "ask" }, TEXTS.ask));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    return form;
  }

  /** It has come into sight. */
  async opened() {
    try {
      await this.saved?.load();
    } catch (fault) {
      this.#say(fault.message, true);
    }
  }

  async #ask() {
    const mine = ++this.#asked;
    const [question, askedIn] = [this.question.value, this.language.value || null];
    this.#say(TEXTS.asking);
    this.setAttribute("aria-busy", "true");
    try {
      const told = await (this.article ? this.api.ask(question, askedIn, this.article.words()) : this.api.live(question, askedIn));
      if (mine === this.#asked) this.#show(told, question, askedIn);
    } catch (fault) {
      if (mine === this.#asked) this.#say(fault.message, true);
    }
    if (mine === this.#asked) this.removeAttribute("aria-busy");
  }

  #show(told, question, askedIn) {
    if (told.is_away) return this.#say(TEXTS.away, true);
    this.#say("");
    const { published, staged } = told;
    const most = Math.max(...[published, staged].flatMap((side) => side?.hits ?? []).map(({ score }) => score), 0);
    const isOther = Boolean(staged) && (isElsewhere(published, staged) || told.differences.length > 0);
    const sides = [drawSide("published", published, most), staged && drawSide("staged", staged, most, isOther)];
    this.result.replaceChildren(...[staged && difference(isOther), el("div", { class: "sides" }, ...sides.filter(Boolean)), differing(told), this.#keeping(staged ?? published, question, askedIn)].filter(Boolean));
    return undefined;
  }

  /** One press keeps it; what is expected is what is so, unless one says otherwise. */
  #keeping(side, question, askedIn) {
    if (!this.saved) return null;
    const options = Object.entries(TEXTS.expectations).map(([value, name]) => el("option", { value, selected: value === side.outcome }, name));
    const expected = el("select", { "aria-label": TEXTS.expected }, ...options);
    const keep = () => this.saved.keep(question, askedIn, expected.value).catch((fault) => this.#say(fault.message, true));
    return el("p", { class: "keeping" }, el("button", { type: "button", class: "quiet keep", onclick: keep }, TEXTS.keep), el("span", {}, TEXTS.expected), expected);
  }

  #say(text, isFault = false) {
    this.said.classList.toggle("fault", isFault);
    setText(this.said, text);
  }
}

function difference(isOther) {
  return el("p", { class: `compared${isOther ? " differs" : ""}` }, isOther ? TEXTS.differs : TEXTS.same);
}

function differing({ differences, staged }) {
  if (!differences.length) return null;
  const { language, dir } = staged.replies[0] ?? {};
  return el("details", { class: "difference" }, el("summary", {}, TEXTS.differences), drawPieces(differences, { lang: language, dir }));
}

customElements.define("parley-trying", Trying);
