/** Before customers are answered from something else: which saved questions would be answered differently. */

import { el } from "/ui/dom.js";
import { fill } from "./texts.js";
import { TEXTS } from "./tryingtexts.js";
import { verdictMark } from "./verdict.js";

/**
 * Whether one wants to go on; asks only where something differs. A bot that is away, or slow, holds nobody up.
 * @param {import("./tryingapi.js").TryingApi} api
 * @param {"publish"|"archive"|"rename"|"describe"} what
 * @param {(text: string) => void} say
 */
export async function isForeseen(api, what, body, say) {
  const told = await api.check(what, body).catch(() => ({ is_away: true, left: 1, questions: [] }));
  if (told.is_away && told.left) say(TEXTS.unasked);
  const differing = told.questions.filter(({ differs }) => differs).sort((one, other) => harm(other) - harm(one));
  return differing.length === 0 || decide(told, differing, what);
}

/** What breaks a test stands first, what mends one last. */
function harm({ before, after }) {
  return Number(before.passes) - Number(after.passes);
}

function decide(told, differing, what) {
  return new Promise((resolve) => {
    const lead = fill(TEXTS.warningLead, { asked: told.asked, count: differing.length });
    const close = (answer) => () => dialog.close(answer);
    const dialog = el(
      "dialog",
      { class: "clash foreseen", "aria-labelledby": "foreseen-title" },
      el("h2", { id: "foreseen-title" }, TEXTS.warning),
      el("p", { class: "soft" }, lead, told.left ? ` ${fill(TEXTS.left, { left: told.left })}` : ""),
      el("ul", { class: "foreseen" }, ...differing.map((each) => row(each, told.titles))),
      el(
        "p",
        { class: "acts" },
        el("button", { type: "button", class: "quiet", onclick: close("") }, TEXTS.back),
        el("button", { type: "button", class: "anyway", onclick: close("anyway") }, TEXTS.anyway[what]),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "anyway");
    });
    document.querySelector("main").append(dialog);
    dialog.showModal();
  });
}

function row({ slug, text, language, before, after, reason, is_own: isOwn }, titles) {
  return el(
    "li",
    {},
    el("q", { lang: language, dir: "auto" }, text),
    !isOwn && el("small", {}, fill(TEXTS.of, { title: titles[slug] })),
    el("dl", {}, el("dt", {}, TEXTS.before), answer(before, titles), el("dt", {}, TEXTS.after), answer(after, titles)),
    el("p", { class: "why" }, TEXTS.reasons[reason], before.passes !== after.passes && testMark(after.passes)),
  );
}

function testMark(passes) {
  const sign = el("span", { class: "sign", "aria-hidden": "true" }, passes ? "✓" : "✗");
  return el("span", { class: `verdict ${passes ? "sure" : "fails"}` }, sign, TEXTS[passes ? "wouldPass" : "wouldFail"]);
}

function answer(decided, titles) {
  const given = decided.given.map((slug) => el("bdi", {}, titles[slug] ?? slug));
  return el("dd", {}, verdictMark(decided), ...given);
}
