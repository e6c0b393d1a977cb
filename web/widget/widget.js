/**
 * The one script tag: `<script type="module" src="https://shop.example/widget.js"></script>`.
 * Optional on the tag: data-language="sv", data-open, data-colour="#7a2e1d", data-article="returns" on the page of a
 * help article, and for a customer who is signed in to
 * the shop data-email, data-name and data-signature.
 */

import { ParleyChat } from "./widget/element.js";

/** The settings on the tag that loaded this file. A module has no document.currentScript. */
function readTag() {
  const tag = [...document.scripts].find((script) => script.src === import.meta.url);
  return tag ? { ...tag.dataset } : {};
}

function mount() {
  // Two tags on one page are a shop's mistake that must not give two chats.
  if (document.querySelector("parley-chat")) return;
  const chat = document.createElement("parley-chat");
  chat.configure({ base: new URL("./", import.meta.url), ...readTag() });
  document.body.append(chat);
}

if (!customElements.get("parley-chat")) customElements.define("parley-chat", ParleyChat);
mount();
