/** What the desk knows: one place that changes, and tells who draws. */

import { belongs, inOrder } from "./order.js";

export class State extends EventTarget {
  me = null;
  agents = [];
  teams = [];
  wanted = { view: "unassigned" };
  rows = new Map();
  #sorted = null;
  #late = new Map();
  next = null;
  counts = {};
  open = null;
  isLoading = false;
  fault = null;
  isOffline = false;
  unsent = new Set();

  /** Change some of it, and say what. @param {"list"|"thread"|"line"} what */
  change(what, values) {
    Object.assign(this, values);
    this.dispatchEvent(new Event(what));
  }

  /** The rows looked at, in their order. */
  get sorted() {
    return (this.#sorted ??= [...this.rows.values()].sort(inOrder(this.wanted.view, this.wanted.sort)));
  }

  nameOf(id) {
    return this.agents.find((agent) => agent.id === id)?.name ?? id;
  }

  teamOf(id) {
    return this.teams.find((team) => team.id === id)?.name ?? id;
  }

  /** When a team is there, null where it always is. */
  openingsOf(id) {
    return this.teams.find((team) => team.id === id)?.openings ?? null;
  }

  /** A customer said how it was, here or in another conversation of theirs. */
  setRating({ conversation_id: id, rating }) {
    if (!this.open) return;
    const { open } = this;
    if (open.conversation.conversation_id === id) {
      open.ratings = [rating, ...open.ratings.filter((known) => known.handoff_id !== rating.handoff_id)];
    }
    open.others = open.others.map((row) => (row.conversation_id === id ? { ...row, rating } : row));
    this.change("thread", {});
  }

  /** Look at something else; what it holds is on its way. */
  beginList(wanted) {
    this.#late.clear();
    this.#hold(new Map());
    this.change("list", { wanted, isLoading: true, fault: null, next: null });
  }

  beginPage() {
    this.#late.clear();
    this.change("list", { isLoading: true });
  }

  fillList({ conversations, next, counts }) {
    this.#hold(new Map());
    this.#addRows(conversations);
    this.change("list", { next, counts, isLoading: false, fault: null });
    this.#catchUp();
  }

  addPage({ conversations, next, counts }) {
    this.#addRows(conversations);
    this.change("list", { next, counts, isLoading: false });
    this.#catchUp();
  }

  #hold(rows) {
    this.rows = rows;
    this.#sorted = null;
  }

  #addRows(rows) {
    for (const row of rows) this.rows.set(row.conversation_id, row);
    this.#sorted = null;
  }

  /** Tell again what came while a page was on its way, and may be newer. */
  #catchUp() {
    const late = [...this.#late.values()];
    this.#late.clear();
    for (const row of late) this.updateRow(row);
  }

  /** A row is new: it may come into the list, go out of it, or stay in another place. */
  updateRow(row) {
    const id = row.conversation_id;
    if (this.isLoading) this.#late.set(id, row);
    const isFound = this.wanted.q ? this.rows.has(id) : this.#isInReach(row);
    if (isFound) this.rows.set(id, row);
    else this.rows.delete(id);
    this.#sorted = null;
    this.change("list", {});
    if (this.open?.conversation.conversation_id === id) {
      this.open.conversation = row;
      this.change("thread", {});
    }
  }

  /** Rows behind the last one loaded come with their page. */
  #isInReach(row) {
    if (!belongs(row, this.wanted, this.me.id)) return false;
    if (this.next === null || this.rows.has(row.conversation_id)) return true;
    const last = this.sorted.at(-1);
    return !last || inOrder(this.wanted.view, this.wanted.sort)(row, last) < 0;
  }

  /** An entry for the open transcript: a new one, or one that has more to it. */
  addEntry(entry) {
    if (!this.open || !this.#isShown(entry)) return;
    const entries = this.open.transcript;
    const place = entries.findIndex((known) => known.id === entry.id);
    if (place < 0) entries.push(entry);
    else entries[place] = { ...entries[place], ...entry, failed: null };
    this.change("thread", {});
  }

  #isShown(entry) {
    const ids = [this.open.conversation.conversation_id, ...this.open.others.map((row) => row.conversation_id)];
    return ids.includes(entry.conversation_id);
  }

  /** An entry of one's own that was not sent; false where it is not seen. @param {string} why in words for people */
  fail(entry, why) {
    const known = this.open?.transcript.find(({ id }) => id === entry.id);
    if (!known) return false;
    Object.assign(known, { status: null, failed: why });
    this.change("thread", {});
    return true;
  }

  dropEntry(id) {
    this.open.transcript = this.open.transcript.filter((entry) => entry.id !== id);
    this.change("thread", {});
  }

  setStatus({ message_id, status, fault }) {
    const entry = this.open?.transcript.find((known) => known.id === message_id);
    if (entry) this.addEntry({ ...entry, conversation_id: this.open.conversation.conversation_id, status, fault });
  }
}
