/** The help centre's search as one types: a combobox over the form, which works without it (ARIA APG, list autocomplete). */

import { el } from "./dom.js";

const PAUSE_MS = 180;
const FEWEST_LETTERS = 2;

class Searching {
  #asked = null;
  #timer;
  #chosen = -1;

  constructor(form) {
    this.form = form;
    this.input = form.elements.q;
    this.list = el("ul", { class: "found", id: "found", role: "listbox", hidden: true });
    this.list.setAttribute("aria-label", this.input.placeholder);
    form.append(this.list);
    const combobox = { role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(combobox)) this.input.setAttribute(name, value);
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#onKey(event));
    this.input.addEventListener("blur", () => this.#show([]));
    // A press would take the focus, and with it the list, before it is a click.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
  }

  #typed() {
    clearTimeout(this.#timer);
    this.#asked?.abort();
    const typed = this.input.value.trim();
    if ([...typed].length < FEWEST_LETTERS) return this.#show([]);
    this.#timer = setTimeout(() => this.#ask(typed), PAUSE_MS);
  }

  async #ask(typed) {
    this.#asked = new AbortController();
    const url = new URL(this.form.action.replace(/search$/, "suggest"));
    url.searchParams.set("q", typed);
    try {
      const answer = await fetch(url, { signal: this.#asked.signal });
      this.#show(answer.ok ? await answer.json() : []);
    } catch {
      // The line is away, or something else has been typed: the form still searches.
    }
  }

  #show(found) {
    this.#chosen = -1;
    this.list.replaceChildren(...found.map((one, place) => this.#option(one, place)));
    this.list.hidden = found.length === 0;
    this.input.setAttribute("aria-expanded", String(found.length > 0));
    this.input.removeAttribute("aria-activedescendant");
  }

  #option({ url, title, language, dir }, place) {
    const option = el("li", { role: "option", id: `found-${place}`, "aria-selected": "false", lang: language, dir }, title);
    option.addEventListener("click", () => location.assign(url));
    return option;
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || this.list.hidden) return;
    if (step) this.#choose(step);
    else if (event.key === "Escape") this.#show([]);
    else if (event.key === "Enter" && this.#chosen >= 0) this.list.children[this.#chosen].click();
    else return;
    event.preventDefault();
  }

  /** Go on by one; past either end is the field itself. */
  #choose(step) {
    const count = this.list.children.length + 1;
    this.#chosen = ((this.#chosen + 1 + step + count) % count) - 1;
    [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === this.#chosen)));
    if (this.#chosen < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `found-${this.#chosen}`);
  }
}

for (const form of document.querySelectorAll("form.searching")) new Searching(form);
