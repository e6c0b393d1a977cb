/** What comes over the stream, put where it belongs; what others say is read out. */

import { titleOf } from "./names.js";

const ENTRIES = new Set(["message", "note", "change"]);

export class Hearing {
  #opening = null;
  #early = [];
  #promises = null;

  /**
   * @param {import("./state.js").State} state
   * @param {import("./api.js").Api} api
   * @param {{company: object, aloud: object, saying: object, meetTeams: () => Promise<void>, failed: (error: Error) => void}} outside
   */
  constructor(state, api, outside) {
    this.state = state;
    this.api = api;
    this.outside = outside;
    state.addEventListener("thread", () => this.#freshen());
  }

  hear(kind, data) {
    if (this.#opening && kind !== "counts") this.#early.push([kind, data]);
    if (kind === "conversation") this.state.updateRow(data);
    else if (kind === "counts") this.state.change("list", { counts: data });
    else if (kind === "rating") this.state.setRating(data);
    else if (kind === "teams") this.outside.meetTeams().catch((error) => this.outside.failed(error));
    else if (kind === "status") this.state.setStatus(data);
    else if (kind === "viewing" || kind === "typing") this.outside.company.hear(kind, data);
    else if (ENTRIES.has(kind)) this.#told(data);
  }

  /** A conversation is asked for: what comes before the answer may be newer than it. */
  opens(id) {
    this.#opening = id;
    this.#early = [];
  }

  isOpening(id) {
    return this.#opening === id;
  }

  /** The answer is there: tell again what came meanwhile. */
  opened() {
    this.#opening = null;
    for (const [kind, data] of this.#early.splice(0)) this.hear(kind, data);
  }

  /** What follows from all that was said and done: why the bot called for a person meanwhile, which promise was kept. */
  async #freshen() {
    const { open } = this.state;
    const now = open && [open.conversation.conversation_id, promisesOf(open.conversation)];
    const before = this.#promises;
    this.#promises = now;
    if (!now || before?.[0] !== now[0] || before[1] === now[1]) return;
    try {
      const { card, contact, others } = await this.api.conversation(now[0]);
      if (this.state.open === open) this.state.change("thread", { open: Object.assign(open, { card, contact, others }) });
    } catch (error) {
      this.outside.failed(error);
    }
  }

  #told(entry) {
    this.outside.saying.settle(entry.id);
    const isNew = !this.state.open?.transcript.some(({ id }) => id === entry.id);
    this.state.addEntry(entry);
    if (isNew) this.#say(entry);
  }

  /** Read out what others say here, and that they do where the customer is one's own. */
  #say({ conversation_id: id, author, kind, by, name, text }) {
    const { me, open, rows } = this.state;
    if (author === "bot" || kind === "change" || by === me.id) return;
    const isHere = open?.conversation.conversation_id === id;
    const row = isHere ? open.conversation : rows.get(id);
    if (isHere || row?.taken_by === me.id) this.outside.aloud.hear(name || titleOf(row), isHere ? text : null);
  }
}

/** What has ended or begun where this changes: a handoff, a promise. */
const promisesOf = (row) => JSON.stringify([row.handoff_id, row.holder === "bot", row.clocks?.map((clock) => clock.began_at)]);
