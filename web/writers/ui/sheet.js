/** What is written: title, text with its tools, other ways to ask, tags. */

import { el } from "/ui/dom.js";
import { icon } from "/ui/icons.js";
import { field } from "./settings.js";
import { TOOLS, toolOf } from "./marking.js";
import { TEXTS } from "./texts.js";

const SIGNS = { bold: "B", italic: "I", heading: "H", link: icon("link"), list: icon("list"), numbers: "1.", code: "‹›", image: icon("picture") };

export class Sheet {
  /** @param {{changed: () => void, image: () => void}} outside */
  constructor(language, dir, outside) {
    const own = { lang: language, dir };
    this.title = el("input", { ...own, class: "title", maxlength: "300", required: true });
    this.body = el("textarea", { ...own, class: "text", rows: "20", spellcheck: "true" });
    this.questions = el("textarea", { ...own, rows: "4" });
    this.tags = el("input", { dir: "auto" });
    this.body.addEventListener("keydown", (event) => this.#key(event));
    const hints = [el("small", {}, TEXTS.questionsAdvice), el("small", {}, TEXTS.tagsAdvice)];
    this.node = el(
      "form",
      { class: "sheet" },
      field(TEXTS.title, this.title),
      el("div", { class: "writing" }, this.#toolbar(outside.image), field(TEXTS.body, this.body)),
      field(TEXTS.questions, this.questions, hints[0]),
      field(TEXTS.tags, this.tags, hints[1]),
    );
    this.node.addEventListener("input", () => outside.changed());
    this.node.addEventListener("submit", (event) => event.preventDefault());
  }

  get words() {
    const list = (text, mark) => [...new Set(text.split(mark).map((each) => each.trim().replace(/\s+/g, " ")).filter(Boolean))];
    return { title: this.title.value, body: this.body.value, questions: list(this.questions.value, "\n"), tags: list(this.tags.value, ",") };
  }

  set words({ title, body, questions, tags }) {
    Object.assign(this.title, { value: title });
    Object.assign(this.body, { value: body });
    Object.assign(this.questions, { value: questions.join("\n") });
    Object.assign(this.tags, { value: tags.join(", ") });
  }

  #toolbar(image) {
    const button = (name) => {
      const words = { type: "button", class: name, title: TEXTS.tools[name], "aria-label": TEXTS.tools[name] };
      return el("button", { ...words, onclick: () => (name === "image" ? image() : TOOLS[name](this.body)) }, SIGNS[name]);
    };
    const buttons = Object.keys(SIGNS).map(button);
    buttons.slice(1).forEach((one) => Object.assign(one, { tabIndex: -1 }));
    const bar = el("div", { class: "toolbar", role: "toolbar", "aria-label": TEXTS.toolbar }, ...buttons);
    bar.addEventListener("keydown", (event) => step(event, buttons));
    return bar;
  }

  #key(event) {
    const name = toolOf(event);
    if (!name) return;
    event.preventDefault();
    TOOLS[name](this.body);
  }
}

/** One stop of the Tab key for all tools; arrows go from one to the next (WAI-ARIA, "toolbar"). */
function step(event, buttons) {
  const from = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  const next = buttons.at(to % buttons.length);
  buttons.forEach((one) => Object.assign(one, { tabIndex: one === next ? 0 : -1 }));
  next.focus();
}
