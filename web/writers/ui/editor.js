/** One article in one language: written on one side, seen on the other. */

import { el, setText } from "/ui/dom.js";
import { Api } from "./api.js";
import { decide } from "./clash.js";
import { Drafts, isSame } from "./drafts.js";
import { isForeseen } from "./foreseeing.js";
import { Head } from "./head.js";
import { Panels } from "./panels.js";
import { Pictures } from "./pictures.js";
import { addressForm, settingsForm } from "./settings.js";
import { Sheet } from "./sheet.js";
import { TEXTS, fill } from "./texts.js";
import { TryingApi } from "./tryingapi.js";
import "./trying.js";

const CHANGING = new Set(["publish", "publish_all", "archive", "describe"]);
const PREVIEW_AFTER = 250;

class Editor extends HTMLElement {
  #timer = 0;
  #asked = 0;
  #isBusy = false;

  async connectedCallback() {
    this.slug = this.getAttribute("slug");
    this.language = this.getAttribute("language");
    this.api = new Api(this.slug, this.language);
    try {
      this.#build(await this.api.show());
    } catch (fault) {
      this.append(el("p", { class: "fault", role: "alert" }, fill(TEXTS.failed, { reason: fault.message })));
    }
    this.removeAttribute("aria-busy");
  }

  #build(found) {
    this.own = { lang: this.language, dir: found.dir };
    this.drafts = new Drafts(found.me, this.slug, this.language);
    this.said = el("p", { class: "said", role: "status" });
    this.banner = el("div", { class: "banner" });
    this.upToDate = el("input", { type: "checkbox" });
    this.upToDate.addEventListener("change", () => this.#changed());
    this.head = new Head(this.slug, this.language, (what) => this.#act(what));
    this.sheet = new Sheet(this.language, found.dir, { changed: () => this.#changed(), image: () => this.pictures.choose() });
    this.panels = new Panels(() => this.#look());
    this.trying = el("parley-trying");
    this.trying.build(found.tabs, { slug: this.slug, language: this.language, words: () => this.sheet.words });
    this.panels.ask(this.trying);
    this.pictures = new Pictures(this.sheet.body, this.api, (text, isFault) => this.#say(text, isFault));
    this.append(this.head.node, this.said, this.banner, el("div", { class: "halves" }, this.sheet.node, this.panels.node));
    this.#take(found);
    if (found.source) this.panels.choose("source", { isQuiet: true });
    this.#fill();
    addEventListener("keydown", (event) => this.#key(event));
  }

  /** Go by what the server says the article is now. */
  #take(found) {
    this.found = found;
    this.from = found.manuscript.revision;
    this.upToDate.checked = false;
    const language = found.source?.name ?? "";
    const tick = el("label", { class: "tick" }, this.upToDate, el("span", {}, fill(TEXTS.upToDate, { language })));
    this.panels.source(found.source, tick, found.has_machine ? this.#machine() : "");
    this.panels.settings(
      settingsForm(found, (what, body) => this.#act(what, body)),
      addressForm(this.slug, (slug) => this.#rename(slug)),
    );
    this.head.show(found);
  }

  #machine() {
    const ask = el("button", { type: "button", class: "quiet", onclick: () => this.#act("machine") }, TEXTS.machine);
    return el("div", { class: "machine" }, ask, el("p", { class: "soft" }, TEXTS.machineAdvice));
  }

  /** Show what is saved, or what was written here and is not. */
  #fill() {
    const draft = this.drafts.current;
    const isNews = draft && !isSame(draft.words, this.found.words);
    this.sheet.words = isNews ? draft.words : this.found.words;
    if (isNews) {
      this.from = draft.from;
      const when = new Date(draft.at).toLocaleString();
      this.#offer(fill(TEXTS.draft, { when }), TEXTS.discard, () => this.#discard());
    } else {
      this.drafts.drop();
      this.#offerAside();
    }
    this.#changed({ isTyped: false });
  }

  #discard() {
    this.drafts.drop();
    this.from = this.found.manuscript.revision;
    this.#offer("");
    this.#fill();
  }

  #offerAside() {
    const aside = this.drafts.aside;
    if (!aside) return this.#offer("");
    return this.#offer(TEXTS.aside, TEXTS.bringBack, () => {
      this.drafts.dropAside();
      this.sheet.words = aside;
      this.#offer("");
      this.#changed();
    });
  }

  #offer(text, word, take) {
    this.banner.replaceChildren(...(text ? [el("p", {}, text), el("button", { type: "button", class: "quiet", onclick: take }, word)] : []));
  }

  get isChanged() {
    return this.upToDate.checked || !isSame(this.sheet.words, this.found.words);
  }

  #changed({ isTyped = true } = {}) {
    const { words, isChanged } = { words: this.sheet.words, isChanged: this.isChanged };
    if (isTyped && isChanged) this.drafts.keep(this.from, words);
    if (isTyped && !isChanged) this.drafts.drop();
    this.head.changed(isChanged);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#look(), isTyped ? PREVIEW_AFTER : 0);
  }

  /** Bring up to date what is in sight beside the text. */
  async #look() {
    const mine = ++this.#asked;
    const { chosen } = this.panels;
    if (chosen === "ask") await this.trying.opened();
    if (chosen !== "preview" && chosen !== "changes") return;
    try {
      const found = chosen === "preview" ? await this.#preview() : await this.#compare();
      if (mine === this.#asked) found();
    } catch (fault) {
      if (!fault.isPassing) this.#say(fault.message, true);
    }
  }

  async #preview() {
    const { title, body } = this.sheet.words;
    const found = await this.api.act("preview", { body });
    return () => this.panels.preview(found, title, this.language);
  }

  async #compare() {
    const { live } = this.found.manuscript;
    if (live === null) return () => this.panels.changes(null, this.own);
    const found = await this.api.act("compare", { with: live, ...this.sheet.words });
    return () => this.panels.changes(found.differences, this.own);
  }

  #say(text, isFault = false) {
    this.said.classList.toggle("fault", isFault);
    setText(this.said, text);
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "s") return;
    event.preventDefault();
    this.#act("save");
  }

  /** Do it, one thing at a time; what is not saved yet is saved first, but for settings, which are no text. */
  async #act(what, body = {}) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.setAttribute("aria-busy", "true");
    try {
      const needsSaving = what === "save" || (what !== "describe" && what !== "archive");
      if (needsSaving && !(await this.#save(what))) return;
      if (what === "archive" && !confirm(fill(TEXTS.archiveSure, { title: this.sheet.words.title, language: this.language }))) return;
      const more = what === "publish_all" ? { languages: this.#ready(), ...body } : body;
      if (CHANGING.has(what) && !(await this.#isForeseen(what, { ...this.sheet.words, ...more }))) return;
      if (what !== "save") await this.#do(what, more);
    } catch (fault) {
      this.#say(fault.message, true);
    } finally {
      this.#isBusy = false;
      this.removeAttribute("aria-busy");
    }
  }

  /** Whether one goes on, knowing which saved questions would be answered differently. */
  #isForeseen(what, body) {
    return isForeseen(new TryingApi(this.slug, this.language), what, body, (text) => (this.unasked = text));
  }

  async #do(what, body) {
    if (what === "machine") this.#say(TEXTS.machineWaits);
    try {
      this.#take(await this.api.act(what, { from: this.from, ...body }));
      if (what === "machine") this.#fill();
      this.#say(TEXTS[{ publish: "published", publish_all: "publishedAll", submit: "submitted", give_back: "given_back", archive: "archived", describe: "described", machine: "machined" }[what]] + this.#unasked());
      this.#changed({ isTyped: false });
    } catch (fault) {
      if (fault.body?.error === "Overtaken") await this.#lookAgain(fault);
      else if (fault.body?.error === "DeadLinks") this.#offerAnyway(what, fault.body.links);
      else throw fault;
    }
  }

  #unasked() {
    const text = this.unasked ? ` ${this.unasked}` : "";
    this.unasked = "";
    return text;
  }

  /** What one was about to do was meant for a text that is not the newest any more. */
  async #lookAgain(fault) {
    this.#take(await this.api.show());
    this.#fill();
    this.#say(fault.message, true);
  }

  /** The newest text of each language that is staged: what one has seen, or the server refuses. */
  #ready() {
    const staged = this.found.tabs.filter(({ ready }) => ready !== null);
    return Object.fromEntries(staged.map(({ language, ready }) => [language, ready]));
  }

  #offerAnyway(what, links) {
    this.panels.choose("preview");
    this.#offer(`${TEXTS.deadLinks} ${links.join(", ")}`, TEXTS.publishAnyway, () => {
      this.#offer("");
      this.#act(what, { anyway: true });
    });
  }

  /** @returns {Promise<boolean>} whether what is written is what the server has now */
  async #save(what) {
    if (!this.isChanged) {
      if (what === "save") this.#say(TEXTS.nothing);
      return true;
    }
    const words = this.sheet.words;
    const madeFrom = this.upToDate.checked ? this.found.source.revision : null;
    try {
      this.#take(await this.api.act("save", { from: this.from, ...words, made_from: madeFrom }));
    } catch (fault) {
      if (fault.body?.error !== "Overtaken") throw fault;
      return this.#clash(fault.body);
    }
    this.#saved(words);
    return true;
  }

  #saved(words) {
    this.#say(TEXTS.saved);
    const isAll = isSame(this.sheet.words, words); // else somebody typed on meanwhile
    if (isAll) this.drafts.drop();
    if (isAll && this.isChanged) this.sheet.words = this.found.words; // the server has left out what nobody sees
    this.#offer("");
    this.#changed({ isTyped: !isAll });
  }

  /** A colleague was faster: nothing is thrown away. */
  async #clash(told) {
    const mine = this.sheet.words;
    const answer = await decide(told, mine, this.own);
    if (answer === "mine") {
      this.from = told.theirs.number;
      this.drafts.keep(this.from, mine);
      return this.#save("save");
    }
    if (answer === "theirs") {
      if (!isSame(mine, told.theirs.words)) this.drafts.setAside(mine);
      this.drafts.drop();
      this.#take(await this.api.show());
      this.#fill();
    }
    return false;
  }

  async #rename(slug) {
    try {
      if (!(await this.#save("rename"))) return; // what is not saved is kept under the old address
      if (!(await this.#isForeseen("rename", { slug }))) return;
      const { url } = await this.api.act("rename", { slug });
      location.assign(url);
    } catch (fault) {
      this.#say(fault.message, true);
    }
  }
}

customElements.define("parley-editor", Editor);
