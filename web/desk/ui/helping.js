/** What helps to write, below the composer: ready replies, articles, files, and what WhatsApp still takes. */

import { el, setText } from "/ui/dom.js";
import { askWords, choose } from "./menu.js";
import { languageName } from "./names.js";
import { TEXTS, fill } from "./texts.js";

const MEGABYTE = 1_000_000;

/** Until then WhatsApp's window is nothing to hurry for. */
const SOON_MINUTES = 120;

export class Helping {
  #id = null;
  #abilities = null;
  #window = null;
  files = [];
  insert = () => {};
  question = () => "";

  /** @param {import("./api.js").Api} api @param {{failed: Function, tell: Function, template: Function}} outside */
  constructor(api, outside) {
    this.api = api;
    this.outside = outside;
    this.told = el("p", { class: "told", role: "status" });
    this.chosen = el("p", { class: "files" });
    this.picker = el("input", { type: "file", hidden: true, "aria-label": TEXTS.attach });
    this.picker.addEventListener("change", () => this.#upload(this.picker.files[0]));
    this.template = this.#button(TEXTS.template, () => this.#sendTemplate());
    this.attach = this.#button(TEXTS.attach, () => this.picker.click());
    this.node = el(
      "div",
      { class: "foot" },
      el("div", { class: "aids" }, this.told, this.chosen),
      this.#button(TEXTS.canned, () => this.canned()),
      this.#button(TEXTS.suggest, () => this.#suggest()),
      this.attach,
      this.template,
      this.picker,
    );
    setInterval(() => this.#renderWindow(), 30_000);
  }

  /** Turn to a conversation, and see what its channel takes. */
  async show(id) {
    this.#id = id;
    this.#abilities = this.#window = null;
    this.dropFiles();
    this.#renderWindow();
    await this.#trying(async () => {
      const [abilities, window] = await Promise.all([this.api.abilities(id), this.api.window(id)]);
      if (this.#id !== id) return;
      this.#abilities = abilities;
      this.#window = window;
      this.#renderWindow();
    });
  }

  dropFiles() {
    this.files = [];
    this.#renderFiles();
  }

  /** Choose a ready reply; what is unknown of it is said. */
  async canned() {
    await this.#trying(async () => {
      const found = await this.api.canned(this.#id);
      if (!found.length) return this.outside.tell(TEXTS.noCanned);
      const chosen = await choose(TEXTS.canned, found.map((one) => [`/${one.code}`, one, one.text]), { search: true });
      if (!chosen) return;
      this.insert(chosen.text);
      if (chosen.gaps.length) this.outside.tell(fill(TEXTS.gaps, { names: chosen.gaps.join(", ") }));
    });
  }

  async #suggest() {
    await this.#trying(async () => {
      const { question, suggestions, message } = await this.api.suggestions(this.#id, this.question());
      if (!suggestions.length) return this.outside.tell(message || TEXTS.noSuggestions);
      const choices = suggestions.flatMap(({ title, answer, url }) => [
        [fill(TEXTS.asAnswer, { title }), answer, answer],
        [fill(TEXTS.asLink, { title }), new URL(url, location.href).href],
      ]);
      const text = await choose(fill(TEXTS.suggestFor, { question }), choices);
      if (text) this.insert(text);
    });
  }

  async #upload(file) {
    this.picker.value = ""; // the same file may be chosen again
    if (!file) return;
    const most = this.#abilities?.files?.bytes;
    if (!most) return this.outside.tell(TEXTS.noFiles);
    const megabytes = Math.floor(most / MEGABYTE);
    if (file.size > most) return this.outside.tell(fill(TEXTS.tooLarge, { name: file.name, megabytes }));
    const id = this.#id;
    await this.#trying(async () => {
      const kept = await this.api.upload(id, file);
      if (this.#id !== id) return;
      this.files = [...this.files, kept];
      this.#renderFiles();
    });
  }

  async #sendTemplate() {
    const { templates } = this.#window;
    const chosen = await choose(TEXTS.template, templates.map((one) => [`${one.name} (${languageName(one.language)})`, one, one.text]));
    if (!chosen) return;
    const parameters = [];
    for (const number of Array(countOf(chosen.parameters)).keys()) {
      const words = await askWords(fill(TEXTS.parameter, { number: number + 1, text: chosen.text }), TEXTS.send);
      if (!words) return;
      parameters.push(words);
    }
    const { name, language } = chosen;
    await this.outside.template({ template: { name, language }, parameters });
  }

  #renderFiles() {
    this.chosen.replaceChildren(
      ...this.files.map((file) => {
        const drop = () => {
          this.files = this.files.filter((other) => other !== file);
          this.#renderFiles();
        };
        const words = { type: "button", "aria-label": fill(TEXTS.removeFile, { name: file.name }), onclick: drop };
        return el("span", { class: "tag" }, el("bdi", {}, file.name), el("button", words, "×"));
      }),
    );
  }

  #renderWindow() {
    this.attach.hidden = this.#abilities !== null && !this.#abilities.files;
    this.template.hidden = !this.#window?.templates?.length;
    setText(this.told, this.#window ? wordsOf(this.#window) : "");
    this.told.toggleAttribute("data-soon", this.#window != null && minutesLeft(this.#window) < SOON_MINUTES);
  }

  #button(text, press) {
    return el("button", { type: "button", class: "aid", onclick: press }, text);
  }

  async #trying(act) {
    try {
      await act();
    } catch (error) {
      this.outside.failed(error);
    }
  }
}

/** How many gaps a template has, whether they are counted or named. */
function countOf(parameters) {
  return Array.isArray(parameters) ? parameters.length : Number(parameters ?? 0);
}

const minutesLeft = ({ open_until: until }) => (until ? Math.floor((new Date(until) - Date.now()) / 60_000) : 0);

function wordsOf(window) {
  const minutes = minutesLeft(window);
  if (minutes <= 0) return window.carries_text ? TEXTS.windowCarries : TEXTS.windowShut;
  const time = minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes} min`;
  return fill(TEXTS.windowOpen, { time });
}
