/** From messages to the rows of the log: who begins a group, whose buttons still count, who joined where. */

/** Longer silences begin a new group with its own time. */
const GROUP_MINUTES = 5;

function ofPending(item) {
  const sent_at = new Date(item.at).toISOString();
  const message = { author: "customer", text: item.text, sent_at, dir: "auto" };
  return { key: item.id, message, state: item.state, refused: item.refused || null };
}

function isSameDay(a, b) {
  return new Date(a.sent_at).toDateString() === new Date(b.sent_at).toDateString();
}

function isSameGroup(a, b) {
  const minutes = (new Date(b.sent_at) - new Date(a.sent_at)) / 60_000;
  return a.author === b.author && a.name === b.name && minutes < GROUP_MINUTES && isSameDay(a, b);
}

/** The minute a message was sent in: an answer within it needs no second time below the question. */
function clockOf({ message }) {
  return Math.floor(new Date(message.sent_at) / 60_000);
}

/** The names of people at the messages with which they enter. */
function markJoined(rows) {
  let speaker = null;
  for (const row of rows.filter((one) => one.message.author !== "customer")) {
    const { author, name } = row.message;
    const person = author === "agent" ? name : null;
    if (person && person !== speaker) row.joined = person;
    speaker = person;
  }
}

function markGroups(rows) {
  rows.forEach((row, i) => {
    const before = rows[i - 1];
    // A talk that began today needs no date above it.
    row.newDay = !isSameDay(row.message, before ? before.message : { sent_at: Date.now() });
    row.first = !before || row.joined != null || !isSameGroup(before.message, row.message);
    if (before) before.last = row.first;
    if (before) before.timed = row.first && clockOf(before) !== clockOf(row);
    row.last = row.timed = true;
  });
}

/** Only the newest bot message's buttons work, until one was pressed; with people here, only the way back to the bot. */
function markButtons(rows, holder) {
  let newest = true;
  let answer = null;
  for (const row of [...rows].reverse()) {
    if (row.message.author === "customer") answer = row.message.text;
    if (row.message.author !== "bot") continue;
    const buttons = row.message.buttons ?? [];
    row.chosen = buttons.find((button) => button.title === answer)?.payload ?? null;
    row.active = newest && row.chosen === null;
    row.isWithPeople = holder !== "bot";
    newest = false;
    answer = null;
  }
}

/**
 * @param {import("./conversation.js").Conversation} conversation
 * @param {object[]} pending the outbox's items
 * @returns {object[]} `{key, message, state, refused, first, last, timed, newDay, joined, active, chosen,
 *   isWithPeople}` per row
 */
export function rowsOf(conversation, pending) {
  const said = [...conversation.messages].map(([key, message]) => ({ key, message, state: "done" }));
  const rows = [...said, ...pending.filter(({ id }) => !conversation.messages.has(id)).map(ofPending)];
  markJoined(rows);
  markGroups(rows);
  markButtons(rows, conversation.holder);
  return rows;
}

/** The person who has joined but not yet written, to be named at the end of the log. */
export function joinedInSilence({ holder, name, messages }) {
  if (holder !== "agent" || !name) return null;
  const last = [...messages.values()].reverse().find((message) => message.author !== "customer");
  return last?.author === "agent" && last.name === name ? null : name;
}
