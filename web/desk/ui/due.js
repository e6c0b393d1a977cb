/** What was promised to a customer: how long is left, counted down where it stands on the page. */

import { el, setText } from "/ui/dom.js";
import { TEXTS, fill } from "./texts.js";

const LOOK_SECONDS = 1;
const FAR_LOOKS = 15; // What is minutes away is looked at as rarely as other times are.
const NEAR_SECONDS = 90;
const drawn = new WeakMap();
const parsed = new WeakMap();

/** A clock's place on the page. @param {(team: string) => Array|null} openingsOf when a team is there; null is always */
export function buildDue(clock, openingsOf) {
  const node = el("span", { class: "due", title: new Date(clock.due_at).toLocaleString() }, el("i", { "aria-hidden": "true" }), el("span"));
  drawn.set(node, { clock, openingsOf });
  draw(node, Date.now());
  return node;
}

/** Have every clock below a node run from now on. */
export function keepClocks(root) {
  let looks = 0;
  const look = () => {
    const nodes = root.querySelectorAll(++looks % FAR_LOOKS ? ".due[data-near]" : ".due");
    for (const node of nodes) draw(node, Date.now());
  };
  setInterval(look, LOOK_SECONDS * 1000);
  document.addEventListener("visibilitychange", () => (looks = -1)); // a page that slept is behind
}

function draw(node, now) {
  const { clock, openingsOf } = drawn.get(node);
  const openings = times(openingsOf(clock.team));
  const { state, left, part, opensAt } = standing(clock, openings, now);
  node.dataset.state = state;
  node.toggleAttribute("data-near", Math.abs(left) < NEAR_SECONDS * 1000);
  node.firstChild.style.setProperty("--left", `${Math.round(part * 100)}%`);
  setText(node.lastChild, words(clock, state, left, opensAt));
}

/** How a promise stands. @returns {{state: "ok"|"soon"|"late", left: number, part: number, opensAt: number|null}} in ms of opening time */
export function standing(clock, openings, now) {
  const [began, soon, due] = [clock.began_at, clock.soon_at, clock.due_at].map(Date.parse);
  const left = openTime(openings, now, due) - openTime(openings, due, now);
  const whole = openTime(openings, began, due) || 1;
  const state = left < 0 ? "late" : now >= soon ? "soon" : "ok";
  return { state, left, part: Math.min(Math.max(left / whole, 0), 1), opensAt: opening(openings, now) };
}

/** How long it is open between two times. @param {number[][]|null} openings null where it always is */
export function openTime(openings, from, to) {
  if (to <= from) return 0;
  if (!openings) return to - from;
  return openings.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, to) - Math.max(opens, from)), 0);
}

/** When they come back, null while they are there. */
function opening(openings, now) {
  if (!openings || openings.some(([opens, closes]) => opens <= now && now < closes)) return null;
  return openings.find(([opens]) => opens > now)?.[0] ?? null;
}

function times(openings) {
  if (!openings) return null;
  if (!parsed.has(openings)) parsed.set(openings, openings.map((pair) => pair.map(Date.parse)));
  return parsed.get(openings);
}

function words({ timer }, state, left, opensAt) {
  const text = opensAt === null ? TEXTS.due[state] : state === "late" ? TEXTS.due.latePaused : TEXTS.due.paused;
  const when = opensAt === null ? "" : weekday(opensAt);
  return fill(text, { what: TEXTS.timers[timer], time: lasting(Math.abs(left) / 1000, state === "late"), when });
}

function weekday(time) {
  return new Date(time).toLocaleString(navigator.language, { weekday: "short", hour: "2-digit", minute: "2-digit" });
}

/** "45 s", "12 min", "3 h 20 min", "26 h": what is left is rounded up, what is late down. */
export function lasting(seconds, isPast = true) {
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = isPast ? Math.floor(seconds / 60) : Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours >= 10 || minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
