/** What an agent does with the open conversation: each is one request, whose answer is the conversation's new row. */

import { askWords, choose } from "./menu.js";
import { TYPING_EVERY_SECONDS } from "./pace.js";
import { TEXTS, fill } from "./texts.js";

export class Deeds {
  #typed = { id: null, at: 0 };

  /**
   * @param {import("./state.js").State} state
   * @param {import("./api.js").Api} api
   * @param {{failed: (error: Error) => void, tell: (text: string) => void, reopen: (id: string) => void}} outside
   */
  constructor(state, api, outside) {
    this.state = state;
    this.api = api;
    this.outside = outside;
  }

  get #id() {
    return this.state.open?.conversation.conversation_id;
  }

  /** True when it was done. @param {string} what as the API calls it */
  async act(what, body = {}) {
    const id = this.#id;
    if (!id) return false;
    try {
      this.state.updateRow(await this.api.act(id, what, body));
      return true;
    } catch (error) {
      this.outside.failed(error);
      if (error.status === 409) this.outside.reopen(id);
      return false;
    }
  }

  async returnToBot() {
    const message = this.#id && (await askWords(TEXTS.returnWords, TEXTS.returnToBot));
    if (message != null) await this.act("return", message ? { message } : {});
  }

  async assign() {
    if (!this.#id) return;
    const people = this.state.agents.map(({ id, name }) => [name, { to: id }]);
    const teams = this.state.teams.map(({ id, name }) => [fill(TEXTS.toTeam, { name }), { team: id }]);
    const chosen = await choose(TEXTS.assignTo, [[TEXTS.nobody, { to: null }], ...people, ...teams]);
    if (chosen) await this.act(chosen.team ? "transfer" : "assign", chosen);
  }

  async snooze() {
    const until = this.#id && (await choose(TEXTS.snoozeFor, snoozes(new Date())));
    if (until) await this.act("snooze", { until: until.toISOString() });
  }

  async mark(entry) {
    const kind = await choose(TEXTS.mark, Object.entries(TEXTS.marks).map(([kind, name]) => [name, kind]));
    if (!kind) return;
    try {
      await this.api.mark(entry.id, kind);
      this.outside.tell(TEXTS.marked);
    } catch (error) {
      this.outside.failed(error);
    }
  }

  /** Tell that somebody writes; nobody misses it when it fails. */
  typing() {
    const [id, now] = [this.#id, Date.now()];
    if (this.#typed.id === id && now - this.#typed.at < TYPING_EVERY_SECONDS * 1000) return;
    this.#typed = { id, at: now };
    this.api.act(this.#id, "typing").catch(() => {});
  }

  /** What was being written has gone: the next word is told at once. */
  sent() {
    this.#typed = { id: null, at: 0 };
  }

  viewing() {
    if (this.#id && !document.hidden) this.api.act(this.#id, "viewing").catch(() => {});
  }
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
