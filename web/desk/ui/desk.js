/** <parley-desk>: the agents' page. What happens flows one way: server, state, panes; presses flow back to the server. */

import { el, setText } from "/ui/dom.js";
import { keepTime } from "./ago.js";
import { Api, Fault } from "./api.js";
import { Helping } from "./helping.js";
import { listen } from "./keys.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { askWords, choose } from "./menu.js";
import { Side } from "./side.js";
import { State } from "./state.js";
import { TEXTS, fill } from "./texts.js";
import { Thread } from "./thread.js";

const TOLD_SECONDS = 6;
const TYPING_EVERY_SECONDS = 3;
const GONE_SECONDS = 8;
const WATCH_EVERY_SECONDS = 20;

class ParleyDesk extends HTMLElement {
  #api = new Api();
  #state = new State();
  #typedAt = 0;
  #told = 0;

  connectedCallback() {
    this.offline = el("p", { class: "offline", role: "status", hidden: true }, TEXTS.offline);
    this.toast = el("p", { class: "toast", role: "alert", hidden: true });
    this.list = new List(this.#state, {
      look: (wanted) => this.#look(wanted),
      more: () => this.#more(),
      retry: () => this.#look(this.#state.wanted),
      busy: (isBusy) => this.#api.presence(isBusy).catch((error) => this.#failed(error)),
    });
    this.side = new Side({ label: (labels) => this.#act("labels", { labels }), open: (id) => this.open(id) });
    const helping = new Helping(this.#api, {
      failed: (error) => this.#failed(error),
      tell: (text) => this.#tell(text),
      template: (body) => this.#act("reply", { id: crypto.randomUUID(), text: "", ...body }),
    });
    this.thread = new Thread(this.#state, this.#presses(), helping);
    this.append(this.offline, el("div", { class: "panes" }, this.list.node, this.thread.node, this.side.node), this.toast);
    this.#state.addEventListener("thread", () => this.side.render(this.#state.open));
    this.#state.addEventListener("line", () => (this.offline.hidden = !this.#state.isOffline));
    this.list.node.addEventListener("click", (event) => this.#clicked(event));
    addEventListener("popstate", () => this.#fromAddress());
    keepTime(this);
    listen(this);
    this.#begin();
  }

  async #begin() {
    try {
      const { account, agents, teams, is_busy: isBusy } = await this.#api.me();
      this.#state.change("line", { me: account, agents, teams });
      this.list.busy.checked = isBusy;
      const sequence = await this.#fromAddress();
      this.live = new Live(sequence, (kind, data) => this.#heard(kind, data), (isThere) => this.#line(isThere));
      setInterval(() => this.#watch(), WATCH_EVERY_SECONDS * 1000);
    } catch (error) {
      this.#failed(error);
      this.#state.change("list", { fault: error });
      setTimeout(() => this.#begin(), GONE_SECONDS * 1000);
    }
  }

  async #fromAddress() {
    const asked = new URLSearchParams(location.search);
    const { sequence } = await this.#load({ ...this.#state.wanted, view: asked.get("view") in TEXTS.views ? asked.get("view") : "unassigned" });
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
    try {
      const found = await this.#api.conversation(id);
      Object.assign(found, { viewers: new Map(), typists: new Map(), before: found.before ?? null });
      this.#state.change("thread", { open: found });
      this.dataset.open = "thread";
      if (isNew) this.#address();
      this.#watch();
    } catch (error) {
      this.#failed(error);
    }
  }

  #close() {
    this.#state.change("thread", { open: null });
    delete this.dataset.open;
  }

  async #earlier() {
    const { open } = this.#state;
    try {
      const page = await this.#api.conversation(this.#id, open.before);
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

  get #id() {
    return this.#state.open.conversation.conversation_id;
  }

  /** The address says what is looked at: it can be kept, sent to a colleague, and gone back to. */
  #address() {
    const asked = new URLSearchParams({ view: this.#state.wanted.view });
    if (this.#state.open) asked.set("c", this.#id);
    if (location.search !== `?${asked}`) history.pushState(null, "", `?${asked}`);
  }

  /* What the buttons and keys do. */

  #presses() {
    return {
      send: (mode, text, files) => this.#say(mode, text, files),
      mark: (entry) => this.#mark(entry),
      typing: () => this.#typing(),
      earlier: () => this.#earlier(),
      leave: () => (this.#close(), this.#address()),
      retry: (entry) => this.#retry(entry),
      discard: (entry) => this.#discard(entry),
      take: () => this.take(),
      takeOver: () => this.take(),
      resolve: () => this.resolve(),
      returnToBot: () => this.returnToBot(),
      assign: () => this.assign(),
      snooze: () => this.snooze(),
    };
  }

  step(by) {
    const id = this.list.neighbour(by);
    if (id) this.open(id);
  }

  async take() {
    if (this.#state.open && (await this.#act("take"))) this.thread.composer.focus("reply");
  }

  async resolve() {
    if (this.#state.open) await this.#act("resolve");
  }

  async resolveAndNext() {
    const next = this.list.neighbour(1);
    await this.resolve();
    if (next) await this.open(next);
  }

  async returnToBot() {
    if (!this.#state.open) return;
    const message = await askWords(TEXTS.returnWords, TEXTS.returnToBot);
    if (message !== undefined) await this.#act("return", message ? { message } : {});
  }

  async assign() {
    if (!this.#state.open) return;
    const people = this.#state.agents.map(({ id, name }) => [name, { to: id }]);
    const teams = this.#state.teams.map(({ id, name }) => [fill(TEXTS.toTeam, { name }), { team: id }]);
    const chosen = await choose(TEXTS.assignTo, [[TEXTS.nobody, { to: null }], ...people, ...teams]);
    if (chosen) await this.#act(chosen.team ? "transfer" : "assign", chosen);
  }

  async #mark(entry) {
    const kind = await choose(TEXTS.mark, Object.entries(TEXTS.marks).map(([kind, name]) => [name, kind]));
    if (!kind) return;
    try {
      await this.#api.mark(entry.id, kind);
      this.#tell(TEXTS.marked);
    } catch (error) {
      this.#failed(error);
    }
  }

  async snooze() {
    if (!this.#state.open) return;
    const until = await choose(TEXTS.snoozeFor, snoozes(new Date()));
    if (until !== undefined) await this.#act("snooze", { until: until.toISOString() });
  }

  async #act(what, body = {}) {
    try {
      this.#state.updateRow(await this.#api.act(this.#id, what, body));
      return true;
    } catch (error) {
      this.#failed(error);
      if (error.status === 409) this.open(this.#id, { isNew: false });
      return false;
    }
  }

  /** What was said stands there at once; its id, made here, lets it be sent again without being said twice. */
  async #say(mode, text, files = []) {
    const entry = {
      id: crypto.randomUUID(),
      conversation_id: this.#id,
      kind: mode === "note" ? "note" : "message",
      author: "agent",
      name: this.#state.me.id,
      text,
      html: null,
      dir: "auto",
      sent_at: new Date().toISOString(),
      status: mode === "note" ? null : "pending",
      attachments: files,
    };
    this.#state.addEntry(entry);
    await this.#send(entry);
  }

  async #send(entry) {
    const what = entry.kind === "note" ? "note" : "reply";
    try {
      this.#state.updateRow(await this.#api.act(entry.conversation_id, what, bodyOf(entry)));
    } catch (error) {
      this.#state.addEntry({ ...entry, status: null });
      const known = this.#state.open?.transcript.find(({ id }) => id === entry.id);
      if (known) known.failed = wordsOf(error, this.#state);
      this.#state.change("thread", {});
    }
  }

  async #retry(entry) {
    if (entry.failed != null) return this.#send({ ...entry, status: "pending" });
    await this.#act("retry", { message_id: entry.id });
  }

  #discard(entry) {
    const { transcript } = this.#state.open;
    transcript.splice(transcript.findIndex(({ id }) => id === entry.id), 1);
    this.thread.composer.insert(entry.text);
    this.#state.change("thread", {});
  }

  #typing() {
    if (Date.now() - this.#typedAt < TYPING_EVERY_SECONDS * 1000) return;
    this.#typedAt = Date.now();
    this.#api.act(this.#id, "typing").catch(() => {}); // nobody misses it
  }

  #watch() {
    if (this.#state.open && !document.hidden) this.#api.act(this.#id, "viewing").catch(() => {});
  }

  /* What comes in. */

  #heard(kind, data) {
    if (kind === "conversation") this.#state.updateRow(data);
    else if (kind === "counts") this.#state.change("list", { counts: data });
    else if (kind === "status") this.#state.setStatus(data);
    else if (kind === "viewing" || kind === "typing") this.#seen(kind, data);
    else if (kind === "message" || kind === "note" || kind === "change") this.#state.addEntry(data);
  }

  #seen(kind, { conversation_id: id, by, on }) {
    const { open, me } = this.#state;
    if (open?.conversation.conversation_id !== id || by?.id === me.id) return;
    if (!by?.id) this.#customerTypes(open, on);
    else this.#note(kind === "viewing" ? open.viewers : open.typists, by, on, kind);
    this.#state.change("thread", {});
  }

  #customerTypes(open, on) {
    clearTimeout(open.typingEnds);
    open.isCustomerTyping = on;
    if (on) open.typingEnds = setTimeout(() => this.#customerStops(open), GONE_SECONDS * 1000);
  }

  #customerStops(open) {
    open.isCustomerTyping = false;
    this.#state.change("thread", {});
  }

  /** Who says nothing more has gone: nobody says goodbye to a page that is closed. */
  #note(people, by, on, kind) {
    if (!on) return people.delete(by.id);
    people.set(by.id, by.name);
    clearTimeout(people[by.id]);
    const seconds = kind === "viewing" ? 2 * WATCH_EVERY_SECONDS : GONE_SECONDS;
    people[by.id] = setTimeout(() => (people.delete(by.id), this.#state.change("thread", {})), seconds * 1000);
  }

  #line(isThere) {
    this.#state.change("line", { isOffline: !isThere });
  }

  #failed(error) {
    if (!(error instanceof Fault)) throw error;
    this.#tell(wordsOf(error, this.#state));
  }

  #tell(text) {
    setText(this.toast, text);
    this.toast.hidden = false;
    clearTimeout(this.#told);
    this.#told = setTimeout(() => (this.toast.hidden = true), TOLD_SECONDS * 1000);
  }
}

function bodyOf({ id, kind, text, attachments }) {
  const files = kind === "note" || !attachments.length ? null : attachments.map((file) => file.key);
  return files ? { id, text, files } : { id, text };
}

function wordsOf(error, state) {
  const by = error.body.taken_by;
  return by ? fill(TEXTS.taken, { name: by.name ?? state.nameOf(by) }) : error.message;
}

function snoozes(now) {
  const at = (days, hour) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const later = (hours) => new Date(now.getTime() + hours * 3_600_000);
  return [
    [TEXTS.snoozes.hour, later(1)],
    [TEXTS.snoozes.afternoon, later(4)],
    [TEXTS.snoozes.tomorrow, at(1, 9)],
    [TEXTS.snoozes.monday, at(((8 - now.getDay()) % 7) || 7, 9)],
  ];
}

customElements.define("parley-desk", ParleyDesk);
