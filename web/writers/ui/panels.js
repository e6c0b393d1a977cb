/** Beside the text: how it will look, its source, what is staged, and what holds in all languages. */

import { el } from "/ui/dom.js";
import { drawDifferences, drawPieces } from "./differences.js";
import { TEXTS, fill } from "./texts.js";

const NAMES = ["preview", "source", "changes", "ask", "settings"];

export class Panels {
  #bodies = {};
  #tabs = {};
  #chosen = "preview";

  /** @param {(name: string) => void} opened called when one comes into sight */
  constructor(opened) {
    this.opened = opened;
    for (const name of NAMES) {
      this.#bodies[name] = el("div", { class: `panel ${name}`, role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}`, tabindex: "0" });
      this.#tabs[name] = el("button", { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}`, onclick: () => this.choose(name) }, TEXTS.panels[name]);
    }
    const tabs = el("div", { class: "tabs", role: "tablist" }, ...Object.values(this.#tabs));
    tabs.addEventListener("keydown", (event) => this.#step(event));
    this.node = el("section", { class: "beside" }, tabs, ...Object.values(this.#bodies));
    this.choose("preview", { isQuiet: true });
  }

  get chosen() {
    return this.#chosen;
  }

  choose(name, { isQuiet = false } = {}) {
    this.#chosen = name;
    for (const each of NAMES) {
      this.#bodies[each].hidden = each !== name;
      this.#tabs[each].setAttribute("aria-selected", String(each === name));
      this.#tabs[each].tabIndex = each === name ? 0 : -1;
    }
    if (!isQuiet) this.opened(name);
  }

  #step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const shown = NAMES.filter((name) => !this.#tabs[name].hidden);
    if (!by) return;
    const next = shown.at((shown.indexOf(this.#chosen) + by) % shown.length);
    this.choose(next);
    this.#tabs[next].focus();
  }

  /** @param {{html: string, dir: string, dead: object[]}} found sanitised by the server */
  preview(found, title, language) {
    const prose = el("div", { class: "prose", lang: language, dir: found.dir });
    prose.innerHTML = found.html;
    for (const { target, fault } of found.dead) markDead(prose, target, fault);
    for (const link of prose.querySelectorAll("a[href]")) Object.assign(link, { target: "_blank", rel: "noopener" });
    const heading = el("h2", { class: "name", lang: language, dir: found.dir }, title);
    this.#bodies.preview.replaceChildren(deadOnes(found.dead), heading, prose);
  }

  /** @param {object|null} source @param {Node|string} machine the button to have it translated, where there is one */
  source(source, upToDate, machine) {
    this.#tabs.source.hidden = !source;
    if (!source) return;
    const attributes = { lang: source.language, dir: source.dir };
    const prose = el("div", { class: "prose", ...attributes });
    prose.innerHTML = source.html;
    const { name, revision } = source;
    const since = source.since
      ? el("div", { class: "since" }, el("p", {}, fill(TEXTS.since, { language: name })), drawPieces(source.since, attributes), upToDate)
      : "";
    const asked = el("ul", { class: "asked", ...attributes }, ...source.words.questions.map((text) => el("li", {}, text)));
    const about = el("p", { class: "soft" }, fill(TEXTS.sourceIs, { language: name, revision }));
    this.#bodies.source.replaceChildren(since, about, machine, el("h2", { class: "name", ...attributes }, source.words.title), prose, asked);
  }

  /** @param {object[]|null} found null where nothing is live */
  changes(found, attributes) {
    const told = found === null ? TEXTS.changesNew : found.length ? "" : TEXTS.changesNone;
    this.#bodies.changes.replaceChildren(el("p", { class: "soft" }, told), drawDifferences(found ?? [], attributes));
  }

  ask(node) {
    this.#bodies.ask.replaceChildren(node);
  }

  settings(...nodes) {
    this.#bodies.settings.replaceChildren(...nodes);
  }
}

function markDead(prose, target, fault) {
  for (const link of prose.querySelectorAll(`a[href$="/${CSS.escape(target)}"]`)) {
    link.classList.add("dead");
    link.title = TEXTS.dead[fault];
  }
}

function deadOnes(dead) {
  if (!dead.length) return "";
  const lines = dead.map(({ target, fault }) => el("li", {}, el("code", {}, target), `: ${TEXTS.dead[fault]}`));
  return el("div", { class: "fault" }, TEXTS.deadLinks, el("ul", {}, ...lines));
}
