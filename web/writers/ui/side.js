/** One of two answers, side by side: what is decided, what the customer reads, what was found. */

import { el } from "/ui/dom.js";
import { fill } from "./texts.js";
import { TEXTS } from "./tryingtexts.js";
import { bar, hitList, verdictMark } from "./verdict.js";

/** @param {"published"|"staged"} name @param {object} told @param {number} most */
export function drawSide(name, told, most, isOther = false) {
  const percent = (share) => Math.round(share * 100);
  const figures = { confidence: percent(told.confidence), sure: percent(told.sure), unsure: percent(told.unsure) };
  return el(
    "section",
    { class: `side ${name}${isOther ? " differs" : ""}` },
    el("h3", {}, TEXTS.sides[name]),
    el("p", { class: "decided" }, verdictMark(told), told.outcome ? el("small", {}, TEXTS.outcomes[told.outcome]) : ""),
    el("div", { class: "replies" }, ...replies(told)),
    el("h4", {}, TEXTS.hits),
    el("p", { class: "soft confidence" }, bar(told.confidence), fill(TEXTS.confidence, figures)),
    hitList(told.hits, most, told.given),
  );
}

function replies(told) {
  if (!told.replies.length) return [el("p", { class: "soft" }, TEXTS.nothing)];
  return told.replies.map(bubble);
}

/** @param {{html: string, language: string, dir: string, buttons: string[]}} reply its HTML is sanitised by the server */
function bubble({ html, language, dir, buttons, link }) {
  const prose = el("div", { class: "prose" });
  prose.innerHTML = html;
  const chips = buttons.map((title) => el("span", { class: "chip" }, title));
  const source = link && el("p", { class: "source" }, el("a", { href: link.url, target: "_blank", rel: "noopener" }, link.title));
  return el("div", { class: "bubble", lang: language, dir }, prose, source, buttons.length > 0 && el("p", { class: "chips" }, ...chips));
}

/** Whether a customer would be told another thing, whatever the words. */
export function isElsewhere(one, other) {
  const plain = ({ verdict, intent, given }) => JSON.stringify([verdict, intent, [...given].sort()]);
  return plain(one) !== plain(other);
}
