/** <parley-desk>: the agents' page. What happens flows one way: server, state, panes; presses flow back to the server. */

import { el, setText } from "/ui/dom.js";
import { keepTime } from "./ago.js";
import { keepClocks } from "./due.js";
import { Api } from "./api.js";
import { Company } from "./company.js";
import { Deeds, wordsOf } from "./deeds.js";
import { Helping } from "./helping.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { WATCH_SECONDS } from "./pace.js";
import { Side } from "./side.js";
import { State } from "./state.js";
import { TEXTS } from "./texts.js";
import { Thread } from "./thread.js";

const TOLD_SECONDS = 6;
const AGAIN_SECONDS = 8;

class ParleyDesk extends HTMLElement {
  #api = new Api();
  #state = new State();
  #told = 0;
  #opening = null;
  #early = [];
  #promises = null;

  connectedCallback() {
    const told = { failed: (error) => this.#failed(error), tell: (text) => this.#tell(text) };
    this.deeds = new Deeds(this.#state, this.#api, { ...told, reopen: (id) => this.open(id, { isNew: false }) });
    this.company = new Company(this.#state);
    this.#build(told);
    this.#state.addEventListener("thread", () => this.side.render(this.#state.open));
    this.#state.addEventListener("thread", () => this.#freshen().catch((error) => this.#failed(error)));
    this.#state.addEventListener("line", () => (this.offline.hidden = !this.#state.isOffline));
    this.list.node.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("popstate", () => this.#fromAddress().catch((error) => this.#failed(error)));
    keepTime(this);
    keepClocks(this);
    listen(this);
    this.#begin();
  }

  #build(told) {
    this.offline = el("p", { class: "offline", role: "status", hidden: true }, TEXTS.offline);
    this.toast = el("p", { class: "toast", role: "alert", hidden: true });
    this.list = new List(this.#state, {
      look: (wanted) => this.#look(wanted),
      more: () => this.#more(),
      retry: () => this.#look(this.#state.wanted),
      busy: (isBusy) => this.#api.presence(isBusy).catch((error) => this.#failed(error)),
    });
    this.side = new Side({ label: (labels) => this.deeds.act("labels", { labels }), open: (id) => this.open(id) });
    const template = (body) => this.deeds.act("reply", { id: crypto.randomUUID(), text: "", ...body });
    this.thread = new Thread(this.#state, this.#presses(), new Helping(this.#api, { ...told, template }));
    this.append(this.offline, el("div", { class: "panes" }, this.list.node, this.thread.node, this.side.node), this.toast);
  }

  async #begin() {
    try {
      const { account, agents, teams, is_busy: isBusy } = await this.#api.me();
      this.#state.change("line", { me: account, agents, teams });
      this.list.busy.checked = isBusy;
      const sequence = await this.#fromAddress();
      this.live = new Live(sequence, (kind, data) => this.#heard(kind, data), (isThere) => this.#line(isThere));
      setInterval(() => this.deeds.viewing(), WATCH_SECONDS * 1000);
    } catch (error) {
      this.#failed(error);
      this.#state.change("list", { fault: error });
      setTimeout(() => this.#begin(), AGAIN_SECONDS * 1000);
    }
  }

  async #fromAddress() {
    const asked = new URLSearchParams(location.search);
    const view = asked.get("view") in TEXTS.views ? asked.get("view") : "unassigned";
    const sort = asked.get("sort") === "due" ? "due" : "";
    const { sequence } = await this.#load({ ...this.#state.wanted, view, sort });
    if (asked.get("c")) await this.open(asked.get("c"), { isNew: false });
    else this.#close();
    return sequence;
  }

  /* The list. */

  async #look(wanted) {
    try {
      await this.#load(wanted);
      this.#address();
    } catch (error) {
      this.#state.change("list", { fault: error, isLoading: false });
    }
  }

  async #load(wanted) {
    this.#state.rows.clear();
    this.#state.change("list", { wanted, isLoading: true, fault: null, next: null });
    const page = await this.#api.conversations(wanted);
    if (this.#state.wanted === wanted) this.#state.fillList(page); // else somebody looked elsewhere meanwhile
    return page;
  }

  async #more() {
    const { next, wanted, isLoading } = this.#state;
    if (next == null || isLoading) return;
    this.#state.change("list", { isLoading: true });
    try {
      const page = await this.#api.conversations({ ...wanted, after: next });
      if (this.#state.wanted === wanted) this.#state.addPage(page);
    } catch (error) {
      this.#state.change("list", { isLoading: false });
      this.#failed(error);
    }
  }

  #clicked(event) {
    const item = event.target.closest(".item");
    if (!item || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    this.open(item.dataset.id);
  }

  /* One conversation. */

  async open(id, { isNew = true } = {}) {
    this.#opening = id;
    this.#early = [];
    try {
      const found = await this.#api.conversation(id);
      if (this.#opening !== id) return; // another was pressed meanwhile
      Object.assign(found, { viewers: new Map(), typists: new Map(), before: found.before ?? null });
      this.#state.change("thread", { open: found });
      this.dataset.open = "thread";
      if (isNew) this.#address();
      this.deeds.viewing();
    } catch (error) {
      this.#failed(error);
    } finally {
      if (this.#opening === id) this.#opened();
    }
  }

  /** Tell again what came while the answer was on its way, and may be newer. */
  #opened() {
    this.#opening = null;
    for (const [kind, data] of this.#early.splice(0)) this.#heard(kind, data);
  }

  #close() {
    this.#state.change("thread", { open: null });
    delete this.dataset.open;
  }

  async #earlier() {
    const { open } = this.#state;
    try {
      const page = await this.#api.conversation(open.conversation.conversation_id, open.before);
      if (this.#state.open !== open) return;
      this.thread.keepPlace(() => {
        open.transcript.unshift(...page.transcript);
        open.before = page.before ?? null;
        this.#state.change("thread", {});
      });
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The address says what is looked at: it can be kept, sent to a colleague, and gone back to. */
  #address() {
    const asked = new URLSearchParams({ view: this.#state.wanted.view });
    if (this.#state.wanted.sort) asked.set("sort", this.#state.wanted.sort);
    if (this.#state.open) asked.set("c", this.#state.open.conversation.conversation_id);
    if (location.search !== `?${asked}`) history.pushState(null, "", `?${asked}`);
  }

  /* What the buttons and keys do. */

  #presses() {
    const { deeds } = this;
    return {
      send: (mode, text, files) => deeds.say(mode, text, files),
      mark: (entry) => deeds.mark(entry),
      typing: () => deeds.typing(),
      earlier: () => this.#earlier(),
      leave: () => (this.#close(), this.#address()),
      retry: (entry) => deeds.retry(entry),
      discard: (entry) => this.#discard(entry),
      take: () => this.take(),
      takeOver: () => this.take(),
      resolve: () => this.resolve(),
      returnToBot: () => deeds.returnToBot(),
      assign: () => deeds.assign(),
      snooze: () => deeds.snooze(),
    };
  }

  step(by) {
    const id = this.list.neighbour(by);
    if (id) this.open(id);
  }

  async take() {
    if (await this.deeds.act("take")) this.thread.composer.focus("reply");
  }

  async resolve() {
    await this.deeds.act("resolve");
  }

  async resolveAndNext() {
    const next = this.list.neighbour(1);
    await this.resolve();
    if (next) await this.open(next);
  }

  #discard(entry) {
    this.#state.dropEntry(entry.id);
    this.thread.composer.insert(entry.text);
  }

  /* What comes in. */

  #heard(kind, data) {
    if (this.#opening && kind !== "counts") this.#early.push([kind, data]);
    if (kind === "conversation") this.#state.updateRow(data);
    else if (kind === "counts") this.#state.change("list", { counts: data });
    else if (kind === "rating") this.#state.setRating(data);
    else if (kind === "teams") this.#meetTeams().catch((error) => this.#failed(error));
    else if (kind === "status") this.#state.setStatus(data);
    else if (kind === "viewing" || kind === "typing") this.company.hear(kind, data);
    else if (kind === "message" || kind === "note" || kind === "change") this.#state.addEntry(data);
  }

  /** Other teams, other promises: all that follows from them is asked for again. */
  async #meetTeams() {
    const { teams } = await this.#api.me();
    this.#state.change("line", { teams });
    await this.#load(this.#state.wanted);
    if (this.#state.open) await this.open(this.#state.open.conversation.conversation_id, { isNew: false });
  }

  /** What the card says of promises follows from what was said and done: asked for when one of them has ended. */
  async #freshen() {
    const { open } = this.#state;
    const key = open && promisesOf(open.conversation);
    const [id, known] = [open?.conversation.conversation_id, this.#promises];
    this.#promises = open ? [id, key] : null;
    if (!open || known?.[0] !== id || known[1] === key) return;
    const { card } = await this.#api.conversation(id);
    if (this.#state.open === open) this.#state.change("thread", { open: Object.assign(open, { card }) });
  }

  #line(isThere) {
    this.#state.change("line", { isOffline: !isThere });
  }

  #failed(error) {
    this.#tell(wordsOf(error, this.#state));
  }

  #tell(text) {
    setText(this.toast, text);
    this.toast.hidden = false;
    clearTimeout(this.#told);
    this.#told = setTimeout(() => (this.toast.hidden = true), TOLD_SECONDS * 1000);
  }
}

const promisesOf = (row) => JSON.stringify([row.handoff_id, row.holder === "bot", row.clocks?.map((clock) => clock.began_at)]);

customElements.define("parley-desk", ParleyDesk);
