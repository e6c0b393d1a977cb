/** One entry of the transcript: a message, a note, or a change of hands. */

import { el, setOrDrop, setText } from "/ui/dom.js";
import { clock, day } from "/ui/time.js";
import { TEXTS, fill } from "./texts.js";

const INLINE = { image: "img", sticker: "img", audio: "audio", voice: "audio", video: "video" };

/** Build an entry; nothing in it but our own bot's words, sanitised by the server, is HTML. */
export function buildEntry(entry, around) {
  const node = el("li", { class: `entry ${entry.kind} ${entry.author}`, "data-id": entry.id });
  if (around.startsDay) node.append(el("p", { class: "day" }, day(entry.sent_at, navigator.language)));
  node.append(entry.kind === "change" ? change(entry) : said(entry, around));
  return node;
}

function change(entry) {
  return el("p", { class: "changed" }, el("bdi", {}, entry.text), " ", timeOf(entry));
}

function said(entry, around) {
  const head = el("p", { class: "head" }, el("b", { dir: "auto" }, nameOf(entry, around)), timeOf(entry));
  if (entry.channel && entry.channel !== around.channel) head.append(el("span", { class: "tag" }, entry.channel));
  const bubble = el("div", { class: "bubble" }, words(entry), ...(entry.attachments ?? []).map(fileOf));
  const buttons = entry.buttons?.length
    ? el("p", { class: "choices" }, ...entry.buttons.map(({ title }) => el("span", { dir: "auto" }, title)))
    : null;
  if (entry.kind === "message" && entry.author === "agent" && !entry.failed) head.append(marking(entry, around));
  return el("div", {}, head, bubble, buttons, el("div", { class: "under" }, reading(entry), fate(entry, around)));
}

function nameOf(entry, { nameOf }) {
  if (entry.author === "agent") return nameOf(entry.name) || TEXTS.authors.agent;
  return entry.name || TEXTS.authors[entry.author];
}

function timeOf(entry) {
  return el("time", { datetime: entry.sent_at, title: new Date(entry.sent_at).toLocaleString() }, clock(entry.sent_at, navigator.language));
}

function words(entry) {
  const node = el("div", { class: "text", dir: entry.dir || "auto", lang: entry.lang });
  if (entry.html != null && entry.author === "bot") node.innerHTML = entry.html;
  else node.textContent = entry.text;
  for (const link of node.querySelectorAll("a[href]")) Object.assign(link, { target: "_blank", rel: "noopener" });
  return node;
}

function fileOf(file) {
  if (file.fault) return el("p", { class: "fault" }, fill(TEXTS.missing, { fault: file.fault }));
  const name = file.name || TEXTS.attachment;
  const tag = file.url ? INLINE[file.kind] : null;
  if (tag === "img") {
    return el("a", { href: file.url, target: "_blank", rel: "noopener" }, el("img", { src: file.url, alt: name, loading: "lazy" }));
  }
  if (tag) return el(tag, { src: file.url, controls: true, preload: "none", "aria-label": name });
  return file.url
    ? el("a", { class: "file", href: file.url, download: file.name || "" }, el("bdi", {}, name))
    : el("p", { class: "file" }, el("bdi", {}, name));
}

function marking(entry, { mark }) {
  const words = { type: "button", class: "mark", "aria-label": TEXTS.mark, title: TEXTS.mark };
  return el("button", { ...words, onclick: () => mark(entry) }, "⚑");
}

/** What the bot took a message for. */
function reading({ intent, confidence }) {
  if (!intent) return null;
  const percent = Math.round((confidence ?? 0) * 100);
  const text = fill(TEXTS.confidence, { intent: intent.replaceAll("_", " "), percent });
  return el("p", { class: "reading" }, el("meter", { value: String(confidence ?? 0), min: "0", max: "1" }), text);
}

/** What became of what we said, and the way to try again. */
function fate(entry, { retry, discard }) {
  if (entry.failed) return failed(entry, () => retry(entry), () => discard(entry));
  if (entry.status === "failed" || entry.fault) return failed({ failed: entry.fault ?? "" }, () => retry(entry), null);
  const text = entry.author === "customer" || entry.kind === "note" ? null : TEXTS.statuses[entry.status];
  return text ? el("p", { class: "status" }, text) : null;
}

function failed(entry, retry, discard) {
  return el(
    "p",
    { class: "status failed", role: "alert" },
    fill(TEXTS.sendingFailed, { reason: entry.failed }),
    " ",
    el("button", { type: "button", onclick: retry }, TEXTS.retry),
    discard && el("button", { type: "button", onclick: discard }, TEXTS.discard),
  );
}
