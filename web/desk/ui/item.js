/** One conversation in the list. */

import { el, setOrDrop, setText } from "/ui/dom.js";
import { ago } from "./ago.js";
import { buildDue } from "./due.js";
import { TEXTS } from "./texts.js";

/** Build the empty shape; `updateItem` fills it. */
export function buildItem(id) {
  return el(
    "li",
    { class: "item", "data-id": id },
    el(
      "a",
      { href: `?c=${encodeURIComponent(id)}` },
      el("span", { class: "who", dir: "auto" }),
      el("time", { "data-ago": true }),
      el("span", { class: "said", dir: "auto" }),
      el("span", { class: "tags" }),
    ),
  );
}

/** Bring a row's node up to date. @param {{isOpen: boolean, me: string, nameOf: (id: string) => string, teamOf: (id: string) => string, openingsOf: (id: string) => Array|null}} around */
export function updateItem(node, row, around) {
  const [who, when, said, tags] = node.firstElementChild.children;
  setOrDrop(node.firstElementChild, "aria-current", around.isOpen ? "true" : null);
  node.toggleAttribute("data-waits", row.waiting_since != null && row.holder !== "bot");
  setText(who, titleOf(row));
  const since = row.holder === "bot" ? row.last_at : row.waiting_since ?? row.last_at;
  setOrDrop(when, "datetime", since);
  setText(when, ago(since));
  setText(said, spoken(row));
  setOrDrop(said, "lang", row.last_author === "customer" ? row.language : null);
  fillTags(tags, row, around);
}

/** The customer's name, or what the channel calls them. */
export function titleOf(row) {
  return row.name || row.conversation_id.slice(row.conversation_id.indexOf(":") + 1);
}

function spoken(row) {
  const who = row.last_author === "customer" ? "" : `${TEXTS.authors[row.last_author]}: `;
  return who + row.last_text;
}

function fillTags(node, row, { me, nameOf, teamOf, openingsOf }) {
  const [clock] = row.clocks ?? [];
  const words = [
    row.left_email && row.holder !== "bot" && ["mail", TEXTS.mailMark],
    ["channel", row.channel],
    ["language", row.language],
    row.team && ["team", teamOf(row.team)],
    row.priority > 0 && ["urgent", "!".repeat(Math.min(row.priority, 3))],
    row.taken_by && row.taken_by !== me && ["agent", nameOf(row.taken_by)],
    ...row.labels.map((label) => ["label", label]),
  ].filter((word) => word && word[1]);
  const key = JSON.stringify([clock, words]);
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  const tags = words.map(([kind, word]) => el("span", { class: `tag ${kind}`, dir: "auto" }, word));
  node.replaceChildren(...(clock ? [buildDue(clock, openingsOf)] : []), ...tags);
}
