/** Above the text: its languages, how far it has come, and what can be done with it. */

import { el, setText } from "/ui/dom.js";
import { TEXTS, fill } from "./texts.js";

export class Head {
  /** @param {(what: string) => void} act */
  constructor(slug, language, act) {
    Object.assign(this, { slug, language });
    const button = (what, kind = "quiet") => el("button", { type: "button", class: `${kind} ${what}`, onclick: () => act(what) }, TEXTS[what]);
    this.languages = el("nav", { class: "locales", "aria-label": TEXTS.languages });
    this.state = el("span", { class: "mark state" });
    this.fresh = el("span", { class: "unsaved", hidden: true }, TEXTS.unsaved);
    this.acts = {
      archive: button("archive"),
      give_back: button("give_back"),
      submit: button("submit"),
      save: button("save"),
      publish_all: button("publish_all"),
      publish: button("publish", "primary"),
    };
    const here = `/writers/articles/${slug}/${language}`;
    this.seen = el("a", { href: `/help/${language}/${slug}`, target: "_blank", rel: "noopener" }, TEXTS.seen);
    const more = el("p", { class: "more" }, el("a", { href: `${here}/history` }, TEXTS.history), this.seen);
    const standing = el("p", { class: "standing" }, this.state, this.fresh);
    this.node = el("header", {}, this.languages, el("div", { class: "bar" }, standing, more, el("div", { class: "acts" }, ...Object.values(this.acts))));
  }

  show({ manuscript, tabs, topic }) {
    const { state, is_staged: isStaged, live } = manuscript;
    const over = isStaged && live !== null ? `: ${TEXTS.stagedOver}` : "";
    this.state.className = `mark state ${state}`;
    setText(this.state, TEXTS.states[state] + over);
    this.acts.archive.hidden = state === "archived";
    this.acts.give_back.hidden = state !== "review";
    this.acts.submit.hidden = state === "review";
    this.seen.hidden = live === null || topic.audience !== "public";
    this.isStaged = isStaged;
    this.isArchived = state === "archived";
    const others = tabs.filter((tab) => tab.ready !== null && tab.language !== this.language);
    this.acts.publish_all.hidden = !others.length;
    this.acts.publish_all.title = others.map((tab) => tab.name).join(", ");
    this.languages.replaceChildren(...tabs.filter(({ is_there: isThere, mark }) => isThere || mark === "missing").map((tab) => this.#tab(tab)));
    this.changed(false);
    this.#showCurrent();
  }

  /** Of many languages in a narrow window, bring one's own into sight. */
  #showCurrent() {
    const own = this.languages.querySelector("[aria-current]");
    if (own) this.languages.scrollLeft = own.offsetLeft - this.languages.offsetLeft - 16;
  }

  changed(isChanged) {
    this.fresh.hidden = !isChanged;
    this.acts.save.disabled = !isChanged;
    this.acts.submit.disabled = !(isChanged || this.isStaged);
    this.acts.publish.disabled = this.acts.submit.disabled && !this.isArchived;
  }

  #tab({ language, name, mark, is_there: isThere }) {
    const word = el("small", { class: mark }, TEXTS.marks[mark]);
    const own = el("bdi", { lang: language }, name);
    const here = `/writers/articles/${this.slug}/${language}`;
    if (isThere) return el("a", { href: here, "aria-current": language === this.language ? "page" : null }, own, word);
    return el("form", { method: "post", action: `${here}/begin` }, csrf(), el("button", { class: "missing", title: fill(TEXTS.begin, { language: name }) }, own, word));
  }
}

function csrf() {
  const value = document.querySelector("meta[name=csrf-token]")?.content ?? "";
  return el("input", { type: "hidden", name: "csrf", value });
}
