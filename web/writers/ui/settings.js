/** What holds for an article in all languages. */

import { el } from "/ui/dom.js";
import { TEXTS } from "./texts.js";

/**
 * @param {object} found the article as the server tells of it
 * @param {(what: string, body: object) => void} act
 */
export function settingsForm(found, act) {
  const { topic, writers } = found;
  const audience = select(Object.entries(TEXTS.audiences), topic.audience);
  const owner = select([["", TEXTS.nobody], ...writers.map(({ id, name }) => [id, name])], topic.owner ?? "");
  const reviewBy = el("input", { type: "date", value: topic.review_by ?? "" });
  const form = el(
    "form",
    { class: "form" },
    el("p", { class: "soft" }, TEXTS.settingsAdvice),
    field(TEXTS.audience, audience),
    field(TEXTS.owner, owner),
    field(TEXTS.reviewBy, reviewBy),
    el("button", { class: "quiet" }, TEXTS.describe),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    act("describe", { audience: audience.value, owner: owner.value || null, review_by: reviewBy.value || null });
  });
  return form;
}

/** @param {(slug: string) => void} rename */
export function addressForm(slug, rename) {
  const input = el("input", { value: slug, dir: "ltr", spellcheck: "false", maxlength: "128" });
  const hint = el("small", {}, TEXTS.addressAdvice);
  const form = el("form", { class: "form" }, field(TEXTS.address, input, hint), el("button", { class: "quiet" }, TEXTS.rename));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    rename(input.value);
  });
  return form;
}

function select(choices, chosen) {
  return el("select", {}, ...choices.map(([value, name]) => el("option", { value, selected: value === chosen }, name)));
}

export function field(name, control, hint = null) {
  return el("label", { class: "field" }, el("span", {}, name), control, hint);
}
