/** One conversation in the list. */

import { el, setOrDrop, setText } from "/ui/dom.js";
import { ago } from "./ago.js";
import { buildDue } from "./due.js";
import { channelName, languageName, titleOf } from "./names.js";
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
      el("span", { class: "said" }, el("span"), el("bdi")),
      el("span", { class: "tags" }),
    ),
  );
}

/** Bring a row's node up to date. @param {{isOpen: boolean, isUnsent: boolean, me: string, nameOf: (id: string) => string, teamOf: (id: string) => string, openingsOf: (id: string) => Array|null}} around */
export function updateItem(node, row, around) {
  const [who, when, said, tags] = node.firstElementChild.children;
  setOrDrop(node.firstElementChild, "aria-current", around.isOpen ? "true" : null);
  node.toggleAttribute("data-waits", row.waiting_since != null && row.holder !== "bot");
  setText(who, titleOf(row));
  const since = row.holder === "bot" ? row.last_at : row.waiting_since ?? row.last_at;
  setOrDrop(when, "datetime", since);
  setText(when, ago(since));
  speak(said, row);
  fillTags(tags, row, around);
}

/** The latest words, in their own direction beside who said them; what they want says more than that a person comes. */
function speak(node, row) {
  const isAnnounced = row.wants && row.last_author === "bot" && row.holder !== "bot";
  const [author, text] = isAnnounced ? ["customer", row.wants] : [row.last_author, row.last_text];
  const [who, words] = node.children;
  setText(who, author === "customer" ? "" : `${TEXTS.authors[author]}: `);
  setText(words, text);
  setOrDrop(words, "lang", author === "customer" ? row.language : null);
}

function fillTags(node, row, { isUnsent, me, nameOf, teamOf, openingsOf }) {
  const [clock] = row.clocks ?? [];
  const words = [
    isUnsent && ["urgent", TEXTS.unsent],
    row.left_email && row.holder !== "bot" && ["mail", TEXTS.mailMark],
    row.priority > 0 && ["urgent", "!".repeat(Math.min(row.priority, 3))],
    ["channel", channelName(row.channel)],
    row.language && ["language", languageName(row.language)],
    row.team && ["team", teamOf(row.team)],
    row.taken_by && row.taken_by !== me && ["agent", nameOf(row.taken_by)],
    ...row.labels.map((label) => ["label", label]),
  ].filter((word) => word && word[1]);
  const key = JSON.stringify([clock, words]);
  if (node.dataset.key === key) return;
  node.dataset.key = key;
  const tags = words.map(([kind, word]) => el("span", { class: `tag ${kind}`, dir: "auto" }, word));
  node.replaceChildren(...(clock ? [buildDue(clock, openingsOf)] : []), ...tags);
}
