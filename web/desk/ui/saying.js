/** What an agent says: it stands there at once, is kept until the server has it, and is never said twice. */

import { Fault } from "./api.js";
import { titleOf } from "./names.js";
import { TEXTS, fill } from "./texts.js";
import { Unsent } from "./unsent.js";

export class Saying {
  #unsent = null;

  /** @param {import("./state.js").State} state @param {import("./api.js").Api} api @param {{tell: (text: string) => void}} outside */
  constructor(state, api, outside) {
    this.state = state;
    this.api = api;
    this.outside = outside;
  }

  /** Go on with what this account has not got rid of. */
  belongsTo(account) {
    this.#unsent = new Unsent(account);
    this.#recall();
  }

  /** The id is made here: it lets a thing be sent again without being said twice. */
  async say(mode, text, files = []) {
    await this.send({
      id: crypto.randomUUID(),
      conversation_id: this.state.open.conversation.conversation_id,
      kind: mode === "note" ? "note" : "message",
      author: "agent",
      name: this.state.me.id,
      text,
      html: null,
      dir: "auto",
      sent_at: new Date().toISOString(),
      attachments: files,
    });
  }

  async send(said) {
    const entry = { ...said, status: said.kind === "note" ? null : "pending", failed: null };
    this.#unsent.leaves(entry);
    this.state.addEntry(entry);
    try {
      this.state.updateRow(await this.api.act(entry.conversation_id, deedOf(entry), bodyOf(entry)));
      this.settle(entry.id);
    } catch (error) {
      this.#stopped(entry, error);
    }
  }

  /** The line is back: what it stopped goes out, in the order in which it was said. */
  async resume() {
    for (const entry of this.#unsent?.due() ?? []) await this.send(entry);
  }

  /** The server has it, or nobody wants it sent any more. */
  settle(id) {
    if (this.#unsent.drop(id)) this.#recall();
  }

  /** Put what is not there yet into a transcript that has just come. */
  complete({ conversation, transcript }) {
    const known = new Set(transcript.map((entry) => entry.id));
    for (const entry of this.#unsent.all) {
      if (known.has(entry.id)) this.settle(entry.id);
      else if (entry.conversation_id === conversation.conversation_id) transcript.push(this.#standing(entry));
    }
  }

  #standing(entry) {
    return this.#unsent.isOnWay(entry.id) ? entry : { ...entry, failed: entry.failed ?? TEXTS.closed };
  }

  /** Have the list show where something was not sent. */
  #recall() {
    const stuck = this.#unsent.all.filter((entry) => !this.#unsent.isOnWay(entry.id));
    this.state.change("list", { unsent: new Set(stuck.map((entry) => entry.conversation_id)) });
  }

  #stopped(entry, error) {
    const reason = wordsOf(error, this.state);
    this.#unsent.fails(entry, reason, error.status === 0);
    this.#recall();
    if (this.state.fail(entry, reason)) return;
    const name = titleOf(this.state.rows.get(entry.conversation_id) ?? entry);
    this.outside.tell(fill(TEXTS.unsentTo, { name, reason }));
  }
}

/** A fault in words for people. Throws again what is none of the server's. */
export function wordsOf(error, state) {
  if (!(error instanceof Fault)) throw error;
  const by = error.body.taken_by;
  return by ? fill(TEXTS.taken, { name: by.name ?? state.nameOf(by) }) : error.message;
}

const deedOf = ({ kind }) => (kind === "note" ? "note" : "reply");

function bodyOf({ id, kind, text, attachments }) {
  const files = kind === "note" || !attachments.length ? null : attachments.map((file) => file.key);
  return files ? { id, text, files } : { id, text };
}
