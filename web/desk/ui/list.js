/** The left pane: views, search, filters, and the conversations. */

import { el, setOrDrop, setText } from "/ui/dom.js";
import { buildItem, updateItem } from "./item.js";
import { Rows } from "./rows.js";
import { TEXTS, fill } from "./texts.js";

const SEARCH_SECONDS = 0.3;
const MINUTES = [5, 15, 60];

export class List {
  #timer = 0;

  /** @param {import("./state.js").State} state @param {{look: (wanted: object) => void, more: () => void, retry: () => void, busy: (is: boolean) => void}} outside */
  constructor(state, outside) {
    this.state = state;
    this.outside = outside;
    this.views = el("nav", { class: "views", "aria-label": "Views" });
    this.search = el("input", { type: "search", placeholder: TEXTS.search, "aria-label": TEXTS.search });
    this.filters = this.#filters();
    this.busy = el("input", { type: "checkbox", onchange: () => outside.busy(this.busy.checked) });
    const busy = el("label", { class: "busy", title: TEXTS.presence }, this.busy, TEXTS.busy);
    this.rows = new Rows(buildItem, (node, row) => updateItem(node, row, this.#around(row)), () => outside.more());
    this.words = el("p", { class: "words", role: "status" });
    this.retry = el("button", { type: "button", hidden: true, onclick: () => outside.retry() }, TEXTS.again);
    this.rows.node.append(this.words, this.retry);
    this.node = el("section", { class: "list", "aria-label": "Conversations" });
    this.node.append(this.views, el("div", { class: "find" }, this.search, busy, this.filters), this.rows.node);
    this.search.addEventListener("input", () => this.#searchSoon());
    state.addEventListener("list", () => this.render());
    state.addEventListener("thread", () => this.render());
  }

  render() {
    this.sort.value = this.state.wanted.sort ?? "";
    this.#renderViews();
    this.rows.show(this.state.sorted, this.state.next === null);
    this.#renderWords();
  }

  /** Move the choice up or down. @param {1|-1} step */
  neighbour(step) {
    const rows = this.state.sorted;
    const place = rows.findIndex((row) => row.conversation_id === this.state.open?.conversation.conversation_id);
    return rows[place < 0 ? 0 : place + step]?.conversation_id;
  }

  #renderViews() {
    if (!this.views.children.length) this.views.append(...Object.keys(TEXTS.views).map((view) => this.#tab(view)));
    for (const tab of this.views.children) {
      const { view } = tab.dataset;
      setOrDrop(tab, "aria-current", view === this.state.wanted.view ? "page" : null);
      const count = this.state.counts[view];
      setText(tab.lastElementChild, count ? String(count) : "");
    }
  }

  #tab(view) {
    const look = (event) => {
      event.preventDefault();
      this.outside.look({ ...this.state.wanted, view });
    };
    const name = el("span", {}, TEXTS.views[view]);
    return el("a", { href: `?view=${view}`, "data-view": view, onclick: look }, name, el("span", { class: "count" }));
  }

  #around(row) {
    return {
      isOpen: row.conversation_id === this.state.open?.conversation.conversation_id,
      isUnsent: this.state.unsent.has(row.conversation_id),
      me: this.state.me?.id,
      nameOf: (agent) => this.state.nameOf(agent),
      teamOf: (team) => (this.state.teams.length > 1 ? this.state.teamOf(team) : null),
      openingsOf: (team) => this.state.openingsOf(team),
    };
  }

  #renderWords() {
    const { rows, isLoading, fault, wanted } = this.state;
    const isFiltered = Boolean(wanted.q || wanted.channel || wanted.language || wanted.label || wanted.waiting);
    const empty = isFiltered ? TEXTS.empty.found : TEXTS.empty[wanted.view];
    setText(this.words, fault ? TEXTS.failed : rows.size ? "" : isLoading ? TEXTS.loading : empty);
    this.retry.hidden = !fault;
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    const look = () => this.outside.look({ ...this.state.wanted, q: this.search.value.trim() });
    this.#timer = setTimeout(look, SEARCH_SECONDS * 1000);
  }

  #filters() {
    const field = (name, text, input) => el("label", {}, el("span", {}, text), Object.assign(input, { name }));
    const waiting = el("select", {}, el("option", { value: "" }, TEXTS.any));
    waiting.append(...MINUTES.map((n) => el("option", { value: String(n) }, fill(TEXTS.minutes, { n }))));
    this.sort = el("select", {}, ...Object.entries(TEXTS.sorts).map(([value, text]) => el("option", { value }, text)));
    const fields = el("form", { class: "fields" });
    fields.append(
      field("channel", TEXTS.channel, el("input", { size: "8", autocomplete: "off" })),
      field("language", TEXTS.language, el("input", { size: "4", autocomplete: "off" })),
      field("label", TEXTS.label, el("input", { size: "8", autocomplete: "off" })),
      field("waiting", TEXTS.waiting, waiting),
      field("sort", TEXTS.sort, this.sort),
    );
    fields.addEventListener("submit", (event) => event.preventDefault());
    fields.addEventListener("change", () => {
      this.outside.look({ ...this.state.wanted, ...Object.fromEntries(new FormData(fields)) });
    });
    return el("details", { class: "filters" }, el("summary", {}, TEXTS.filters), fields);
  }
}
