/** Files that came with a message: pictures are shown, the rest is there to be saved. */

import { el } from "../ui/dom.js";
import { icon } from "../ui/icons.js";

/** Pictures of dots only: an SVG is a program. */
const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/**
 * @param {{key: string, name: string|null, type: string}[]} sent
 * @param {(key: string) => Promise<string>} find gives a file's address on this page; asked for with the chat's session
 */
export function files(sent, find) {
  return sent.map((file) => (SHOWN.includes(file.type) ? picture(file, find) : saved(file, find)));
}

function picture(file, find) {
  const image = el("img", { alt: file.name ?? "", part: "picture" });
  const node = el("div", { class: "file", part: "file" }, image);
  // A page whose policy lets no such picture in, or a lost line: there is the file to be saved all the same.
  const giveUp = () => node.replaceWith(saved(file, find));
  image.addEventListener("error", giveUp);
  find(file.key).then((url) => (image.src = url), giveUp);
  return node;
}

function saved(file, find) {
  const name = file.name ?? "file";
  const link = el("a", { href: "#", download: name, part: "file-link" }, icon("article"), el("span", { dir: "auto" }, name));
  link.addEventListener("click", async (event) => {
    if (link.href.startsWith("blob:")) return;
    event.preventDefault();
    link.href = await find(file.key);
    link.click();
  });
  return el("div", { class: "file", part: "file" }, link);
}
