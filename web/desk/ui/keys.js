/** The keyboard: what people know from other desks, and a palette that shows all of it. */

import { el } from "/ui/dom.js";
import { choose, tell } from "./menu.js";
import { TEXTS } from "./texts.js";

/** By `event.code`, which does not depend on the layout: Alt+P is "π" on a Mac. */
const KEYS = [
  ["Alt+KeyJ", "Alt J", "Next conversation", (desk) => desk.step(1)],
  ["Alt+KeyK", "Alt K", "Previous conversation", (desk) => desk.step(-1)],
  ["Alt+KeyE", "Alt E", "Resolve", (desk) => desk.resolve()],
  ["Control+Alt+KeyE", "Ctrl Alt E", "Resolve and go to the next", (desk) => desk.resolveAndNext()],
  ["Alt+KeyT", "Alt T", "Take", (desk) => desk.take()],
  ["Alt+KeyL", "Alt L", "Reply", (desk) => desk.thread.composer.focus("reply")],
  ["Alt+KeyP", "Alt P", "Write a note", (desk) => desk.thread.composer.focus("note")],
  ["Alt+KeyG", "Alt G", "Add a label", (desk) => desk.side.focus()],
  ["Alt+KeyM", "Alt M", "Snooze", (desk) => desk.deeds.snooze()],
  ["Alt+KeyA", "Alt A", "Assign", (desk) => desk.deeds.assign()],
  ["Alt+KeyB", "Alt B", "Return to the bot", (desk) => desk.deeds.returnToBot()],
  ["Control+KeyK", "Ctrl K", "All of this, to choose from", (desk) => palette(desk)],
];

const isTyping = (event) => event.target.matches?.("input, textarea, select");

/** Listen on the page. @param {object} desk what the keys act on */
export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "?" && !isTyping(event)) return caught(event, help);
    if (event.key === "Escape" && isTyping(event)) return event.target.blur();
    const found = KEYS.find(([code]) => code === pressed(event));
    if (found) caught(event, () => found[3](desk));
  });
}

function caught(event, act) {
  event.preventDefault();
  act();
}

function pressed(event) {
  const parts = [(event.ctrlKey || event.metaKey) && "Control", event.altKey && "Alt", event.shiftKey && "Shift", event.code];
  return parts.filter(Boolean).join("+");
}

function help() {
  const rows = KEYS.flatMap(([, keys, does]) => [el("dt", {}, el("kbd", {}, keys)), el("dd", {}, does)]);
  return tell(TEXTS.keys, el("dl", { class: "keys" }, ...rows));
}

async function palette(desk) {
  const act = await choose(
    TEXTS.palette,
    KEYS.slice(0, -1).map(([, keys, does, act]) => [does, act, keys]),
    { search: true },
  );
  act?.(desk);
}
