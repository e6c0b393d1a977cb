/** One row of the log: a message with what stands above and below it. */

import { keepCodesWhole } from "./codes.js";
import { el, setOrDrop, setText } from "../ui/dom.js";
import { icon } from "../ui/icons.js";
import { files } from "./files.js";
import { fill } from "./texts.js";
import { clock, day } from "../ui/time.js";

/** What may be pressed while people hold the conversation. */
const BACK = "back_to_bot";
const HELPFUL = { answer_helpful: "up", answer_not_helpful: "thumbs-down" };

/**
 * @typedef {{texts: object, language: string, base: URL,
 *   file: (key: string) => Promise<string>, press: (button: object) => void, retry: (row: object) => void}} Surroundings
 */

/** Build the empty shape of a row; `updateRow` fills it. */
export function buildRow(row) {
  const node = el("div", { class: "row", part: `message message-${row.message.author}` });
  node.append(
    el("p", { class: "day" }),
    el("p", { class: "joined" }),
    el("p", { class: "author", part: "author" }),
    el("div", { class: "bubble", part: "bubble" }),
    el("div", { class: "extras" }),
    el("p", { class: "meta" }, el("time"), el("span", { class: "state" })),
  );
  return node;
}

/** Bring a row's node up to date, touching only what differs. @param {Surroundings} around */
export function updateRow(node, row, around) {
  const { message } = row;
  const [dayMark, joined, author, bubble, extras, meta] = node.children;
  Object.assign(node.dataset, { id: row.key, author: message.author, state: row.state });
  node.toggleAttribute("data-first", row.first);
  node.toggleAttribute("data-last", row.last);
  node.toggleAttribute("data-timed", row.timed);
  setText(dayMark, row.newDay ? day(message.sent_at, around.language) : "");
  setText(joined, row.joined ? fill(around.texts.person_joined, { name: row.joined }) : "");
  setText(author, authorOf(message, around.texts));
  updateBubble(bubble, message, around.base);
  updateExtras(extras, row, around);
  updateMeta(meta, row, around);
}

function authorOf({ author, name }, texts) {
  if (author === "customer") return texts.you;
  return name || (author === "agent" ? texts.person : texts.bot);
}

function updateBubble(bubble, message, base) {
  setOrDrop(bubble, "lang", message.lang || null);
  setOrDrop(bubble, "dir", message.dir || "auto");
  const source = message.html ?? message.text;
  if (bubble.source === source) return;
  bubble.source = source;
  bubble.classList.toggle("rich", message.html != null);
  // The customer's own words are never HTML, whatever the server says.
  if (message.html == null || message.author === "customer") bubble.textContent = message.text;
  else bubble.innerHTML = message.html;
  keepCodesWhole(bubble);
  for (const link of bubble.querySelectorAll("a[href]")) aim(link, link.getAttribute("href"), base);
  for (const image of bubble.querySelectorAll("img[src]")) image.src = resolve(image.getAttribute("src"), base)?.href ?? "";
}

/** Point a link at the help pages' server, not at the shop's page we are a guest on. */
function aim(link, href, base) {
  const url = resolve(href, base);
  if (!["http:", "https:", "mailto:", "tel:"].includes(url?.protocol)) return link.removeAttribute("href");
  link.href = url.href;
  link.target = "_blank";
  link.rel = "noopener";
}

function resolve(href, base) {
  try {
    return new URL(href, base);
  } catch {
    return null;
  }
}

function updateExtras(extras, row, around) {
  const { link, question, buttons = [], files: sent = [] } = row.message;
  const { active, isWithPeople, chosen } = row;
  const shape = JSON.stringify([link, question, buttons, sent, active, isWithPeople, chosen, around.language]);
  if (extras.shape === shape) return;
  extras.shape = shape;
  const small = buttons.filter(({ payload }) => payload in HELPFUL);
  const usual = buttons.filter(({ payload }) => !(payload in HELPFUL));
  setOrDrop(extras, "lang", row.message.lang || null);
  setOrDrop(extras, "dir", row.message.dir || null);
  extras.replaceChildren(
    ...files(sent, around.file),
    ...(link ? [articleLink(link, around.base)] : []),
    ...(usual.length ? [el("div", { class: "choices" }, ...usual.map((button) => choice(button, row, around)))] : []),
    ...(small.length ? [helpful(small, row, around)] : []),
  );
}

export function articleLink({ title, url }, base) {
  const link = el("a", { class: "article", part: "link" }, icon("article"), el("span", {}, title));
  aim(link, url, base);
  return link;
}

function choice(button, row, around) {
  const { title, payload } = button;
  const look = payload in HELPFUL ? icon(HELPFUL[payload]) : payload === "ask_human" && icon("person");
  const attributes = {
    type: "button",
    part: "choice",
    "data-payload": payload,
    "data-chosen": row.chosen === payload,
    disabled: !row.active || (row.isWithPeople && payload !== BACK),
    onclick: () => around.press(button),
  };
  return el("button", attributes, look, el("span", {}, title));
}

function helpful(buttons, row, around) {
  const isVoted = row.chosen in HELPFUL;
  const shown = isVoted ? buttons.filter(({ payload }) => payload === row.chosen) : buttons;
  const { question } = row.message;
  const words = isVoted ? around.texts.helpful_thanks : question;
  const attributes = { class: "helpful", part: "helpful", role: "group", "aria-label": question || null };
  const thumbs = el("div", { class: "thumbs" }, ...shown.map((button) => choice(button, row, around)));
  return el("div", attributes, words ? el("p", { part: isVoted ? "thanks" : "question" }, words) : null, thumbs);
}

function updateMeta(meta, row, around) {
  const [time, state] = meta.children;
  time.dateTime = row.message.sent_at;
  setText(time, clock(row.message.sent_at, around.language));
  const isStuck = row.state === "unsent" || row.state === "refused";
  const words = isStuck ? around.texts.not_sent : row.state === "sending" ? around.texts.sending : "";
  const shape = `${words} ${row.refused}`;
  if (state.shape === shape) return;
  state.shape = shape;
  const again = isStuck && el("button", { type: "button", part: "retry", onclick: () => around.retry(row) }, words);
  state.replaceChildren(...[row.refused, again || words].filter(Boolean));
}
