/** <parley-desk>: the agents' page. What happens flows one way: server, state, panes; presses flow back to the server. */

import { el, setText } from "/ui/dom.js";
import { keepTime } from "./ago.js";
import { Aloud } from "./aloud.js";
import { Api } from "./api.js";
import { Company } from "./company.js";
import { Deeds } from "./deeds.js";
import { keepClocks } from "./due.js";
import { Hearing } from "./hearing.js";
import { Helping } from "./helping.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { WATCH_SECONDS } from "./pace.js";
import { Saying, wordsOf } from "./saying.js";
import { Side } from "./side.js";
import { State } from "./state.js";
import { TEXTS } from "./texts.js";
import { Thread } from "./thread.js";

const TOLD_SECONDS = 6;
const AGAIN_SECONDS = 8;
const MORE_ROWS = 200; // the first page is short, for it is waited for

class ParleyDesk extends HTMLElement {
  #api = new Api();
  #state = new State();
  #told = 0;
  #restsUntil = 0;

  connectedCallback() {
    const told = { failed: (error) => this.#failed(error), tell: (text) => this.#tell(text) };
    this.deeds = new Deeds(this.#state, this.#api, { ...told, reopen: (id) => this.open(id, { isNew: false }) });
    this.saying = new Saying(this.#state, this.#api, told);
    this.#build(told);
    const heard = { company: new Company(this.#state), aloud: this.aloud, saying: this.saying, meetTeams: () => this.#meetTeams() };
    this.hearing = new Hearing(this.#state, this.#api, { ...heard, ...told });
    this.#state.addEventListener("thread", () => this.side.render(this.#state.open));
    this.#state.addEventListener("line", () => (this.offline.hidden = !this.#state.isOffline));
    this.list.node.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("online", () => this.saying.resume());
    addEventListener("popstate", () => this.#fromAddress().catch((error) => this.#failed(error)));
    keepTime(this);
    keepClocks(this);
    listen(this);
    this.#begin();
  }

  #build(told) {
    this.offline = el("p", { class: "offline", role: "status", hidden: true }, TEXTS.offline);
    this.toast = el("p", { class: "toast", role: "alert", hidden: true, onclick: () => (this.toast.hidden = true) });
    this.aloud = new Aloud();
    this.list = new List(this.#state, {
      look: (wanted) => this.#look(wanted),
      more: () => this.#more(),
      retry: () => this.#look(this.#state.wanted),
      busy: (isBusy) => this.#api.presence(isBusy).catch((error) => this.#failed(error)),
    });
    const label = (change) => this.deeds.act("labels", change);
    this.side = new Side({ label, open: (id) => this.open(id), shut: () => this.#about(false) });
    const template = (body) => this.deeds.act("reply", { id: crypto.randomUUID(), text: "", ...body });
    this.thread = new Thread(this.#state, this.#presses(), new Helping(this.#api, { ...told, template }));
    const panes = el("div", { class: "panes" }, this.list.node, this.thread.node, this.side.node);
    this.append(this.offline, panes, this.toast, this.aloud.node);
  }

  async #begin() {
    try {
      const { account, agents, teams, is_busy: isBusy } = await this.#api.me();
      this.#welcome(account, { agents, teams, isBusy });
      const sequence = await this.#fromAddress();
      this.#listen(sequence);
      setInterval(() => this.deeds.viewing(), WATCH_SECONDS * 1000);
    } catch (error) {
      this.#failed(error);
      this.#state.change("list", { fault: error });
      setTimeout(() => this.#begin(), AGAIN_SECONDS * 1000);
    }
  }

  #welcome(account, { agents, teams, isBusy }) {
    this.#state.change("line", { me: account, agents, teams });
    this.saying.belongsTo(account.id);
    this.thread.composer.belongsTo(account.id);
    this.list.busy.checked = isBusy;
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
    this.#state.beginList(wanted);
    const page = await this.#api.conversations(wanted);
    if (this.#state.wanted === wanted) this.#state.fillList(page); // else somebody looked elsewhere meanwhile
    return page;
  }

  async #more() {
    const { next, wanted, isLoading } = this.#state;
    if (next == null || isLoading || Date.now() < this.#restsUntil) return;
    this.#state.beginPage();
    try {
      const page = await this.#api.conversations({ ...wanted, after: next, limit: MORE_ROWS });
      if (this.#state.wanted === wanted) this.#state.addPage(page);
    } catch (error) {
      this.#restsUntil = Date.now() + AGAIN_SECONDS * 1000;
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
    this.hearing.opens(id);
    try {
      const found = await this.#api.conversation(id);
      if (!this.hearing.isOpening(id)) return; // another was pressed meanwhile
      this.#shows(found);
      if (isNew) this.#address();
      this.deeds.viewing();
    } catch (error) {
      this.#failed(error);
    } finally {
      if (this.hearing.isOpening(id)) this.hearing.opened();
    }
  }

  #shows(found) {
    Object.assign(found, { viewers: new Map(), typists: new Map(), before: found.before ?? null });
    this.saying.complete(found);
    this.dataset.open = "thread"; // first, for what is not on the page cannot be scrolled to its end
    this.#state.change("thread", { open: found });
  }

  #close() {
    this.#state.change("thread", { open: null });
    delete this.dataset.open;
    delete this.dataset.side;
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
    const { deeds, saying } = this;
    return {
      send: (mode, text, files) => (deeds.sent(), saying.say(mode, text, files), this.thread.toEnd()),
      mark: (entry) => deeds.mark(entry),
      typing: () => deeds.typing(),
      earlier: () => this.#earlier(),
      leave: () => (this.#close(), this.#address()),
      about: () => this.#about(!("side" in this.dataset)),
      retry: (entry) => this.#retry(entry),
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
    if (!id) return;
    this.list.rows.reveal(id);
    this.open(id);
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

  /** Show who the customer is, or hide it, where there is no room for a pane of its own. */
  #about(isShown) {
    this.toggleAttribute("data-side", isShown);
    (isShown ? this.side.node : this.thread.node).querySelector(isShown ? ".shut" : ".about")?.focus();
  }

  /** What did not reach the server is sent again; what did not reach the customer, the server sends again. */
  #retry(entry) {
    if (entry.failed != null) this.saying.send(entry);
    else this.deeds.act("retry", { message_id: entry.id });
  }

  #discard(entry) {
    this.saying.settle(entry.id);
    this.#state.dropEntry(entry.id);
    this.thread.composer.insert(entry.text);
  }

  /* What comes in. */

  #listen(sequence) {
    const hear = (kind, data) => this.hearing.hear(kind, data);
    const again = () => this.#api.me().catch(() => {}); // who is signed in no more is led to the door
    this.live = new Live(sequence, hear, (isThere) => this.#line(isThere), again);
  }

  /** Other teams, other promises: all that follows from them is asked for again. */
  async #meetTeams() {
    const { teams } = await this.#api.me();
    this.#state.change("line", { teams });
    await this.#load(this.#state.wanted);
    if (this.#state.open) await this.open(this.#state.open.conversation.conversation_id, { isNew: false });
  }

  #line(isThere) {
    this.#state.change("line", { isOffline: !isThere });
    if (isThere) this.saying.resume();
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

customElements.define("parley-desk", ParleyDesk);
