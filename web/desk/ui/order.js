/** Which rows a view shows, and in what order: the server's rules, for rows that change while one looks. */

const IN_HAND = new Set(["queue", "agent"]);

const isSnoozed = (row) => row.snoozed_until != null && new Date(row.snoozed_until) > new Date();
const isOpen = (row) => IN_HAND.has(row.holder) && !isSnoozed(row);

const VIEWS = {
  mine: (row, me) => isOpen(row) && row.taken_by === me,
  unassigned: (row) => isOpen(row) && row.holder === "queue",
  all: isOpen,
  bot: (row) => row.holder === "bot" && row.resolved_at == null,
  snoozed: (row) => IN_HAND.has(row.holder) && isSnoozed(row),
  resolved: (row) => row.holder === "bot" && row.resolved_at != null,
};

const WAITS = new Set(["mine", "unassigned", "all"]);
const NEVER = "9999";

/** Whether a row belongs to what is looked at. @param {{view: string, channel?, language?, label?, team?, waiting?}} wanted */
export function belongs(row, wanted, me) {
  return (
    VIEWS[wanted.view](row, me) &&
    (!wanted.channel || row.channel === wanted.channel) &&
    (!wanted.language || row.language === wanted.language) &&
    (!wanted.label || row.labels.includes(wanted.label)) &&
    (!wanted.team || row.team === wanted.team) &&
    (!wanted.waiting || isWaiting(row, Number(wanted.waiting)))
  );
}

function isWaiting(row, minutes) {
  return row.waiting_since != null && Date.now() - new Date(row.waiting_since) >= minutes * 60_000;
}

/** The order of a view: what waits, most urgent and longest first, or due first; else the newest first. */
export function inOrder(view, sort) {
  if (!WAITS.has(view)) return byNewest;
  return sort === "due" ? byDue : byWaiting;
}

function byNewest(one, other) {
  return compare(other.last_at, one.last_at) || byId(one, other);
}

function byDue(one, other) {
  const [first, second] = [one, other].map((row) => row.clocks?.[0]?.due_at ?? NEVER);
  return compare(first, second) || (first === NEVER ? bySince(one, other) : byId(one, other));
}

function byWaiting(one, other) {
  return other.priority - one.priority || bySince(one, other);
}

function bySince(one, other) {
  return compare(one.waiting_since ?? NEVER, other.waiting_since ?? NEVER) || byNewest(one, other);
}

function byId(one, other) {
  return compare(one.conversation_id, other.conversation_id);
}

/** Times of one form compare as texts. */
function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}
