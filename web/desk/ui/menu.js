/** A choice in a dialog: keyboard and screen reader know what to do with it, Escape leaves. */

import { el } from "/ui/dom.js";
import { TEXTS } from "./texts.js";

/**
 * Ask for one of several things.
 * @param {string} title
 * @param {[string, unknown, string?][]} choices what each is called, what it means, and more words about it
 * @param {{search?: boolean}} [how] with a field that narrows the choices
 * @returns {Promise<unknown>} what was chosen; undefined when nothing was
 */
export function choose(title, choices, { search = false } = {}) {
  const list = el("ul", { class: "choices" });
  const dialog = el("dialog", { class: "menu", "aria-label": title }, el("h2", {}, title));
  return shown(dialog, (done) => {
    list.append(...choices.map(([name, value, more]) => choice(name, more, () => done(value))));
    if (search) dialog.append(narrowing(list));
    dialog.append(list, foot(el("button", { type: "button", onclick: () => done() }, TEXTS.cancel)));
  });
}

/** Ask for words. @returns {Promise<string|undefined>} undefined when it was left */
export function askWords(title, action) {
  const field = el("textarea", { rows: "3", dir: "auto", "aria-label": title });
  const dialog = el("dialog", { class: "menu", "aria-label": title }, el("h2", {}, title));
  return shown(dialog, (done) => {
    const send = el("button", { class: "primary", type: "button", onclick: () => done(field.value.trim()) }, action);
    const leave = el("button", { type: "button", onclick: () => done(undefined) }, TEXTS.cancel);
    dialog.append(field, foot(leave, send));
  });
}

/** Show something until it is left. */
export function tell(title, content) {
  const dialog = el("dialog", { class: "menu", "aria-label": title }, el("h2", {}, title), content);
  return shown(dialog, (done) => {
    dialog.append(foot(el("button", { type: "button", onclick: () => done() }, TEXTS.close)));
  });
}

function shown(dialog, fill) {
  const before = document.activeElement;
  return new Promise((resolve) => {
    let chosen;
    const done = (value) => {
      chosen = value;
      dialog.close();
    };
    dialog.addEventListener("click", (event) => event.target === dialog && done(undefined));
    dialog.addEventListener("close", () => {
      dialog.remove();
      focusOn(before);
      resolve(chosen);
    });
    fill(done);
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Where one was; the transcript, where that has gone meanwhile. */
function focusOn(before) {
  const heir = before?.isConnected ? before : document.querySelector(".thread .scroll");
  heir?.blur(); // a closed dialog gives the focus back, but Chromium no caret: nothing could be typed
  heir?.focus();
}

const foot = (...buttons) => el("div", { class: "foot" }, ...buttons);

function choice(name, more, press) {
  const words = more ? el("small", { dir: "auto" }, more) : null;
  return el("li", {}, el("button", { type: "button", onclick: press }, el("bdi", {}, name), words));
}

function narrowing(list) {
  const field = el("input", { type: "search", autofocus: true, "aria-label": TEXTS.palette });
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    for (const row of list.children) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    list.querySelector("li:not([hidden]) button")?.click();
  });
  return field;
}
