/** `<parley-chat>`: the widget on a page. `open()`, `close()` and `ask(text)` are for the page's own scripts. */

import { Chat } from "./chat.js";
import { applyColour } from "./colour.js";
import { el, setOrDrop } from "../ui/dom.js";
import { Launcher } from "./launcher.js";
import { Panel } from "./panel.js";
import { coverPage, isFullScreen, keepFocusInside } from "./screen.js";
import { Store } from "../ui/store.js";

const STYLES = ["ui/tokens.css", "widget/frame.css", "widget/log.css", "widget/row.css", "widget/composer.css"];

const RETRY_SECONDS = 2;

/** Put a style sheet in the place of a node, and ask for it until it comes: without it the chat stays unseen. */
function styled(place, href) {
  const sheet = el("link", { rel: "stylesheet", href });
  return new Promise((resolve) => {
    sheet.addEventListener("load", resolve);
    sheet.addEventListener("error", () => setTimeout(() => resolve(styled(sheet, href)), RETRY_SECONDS * 1000));
    place.replaceWith(sheet);
  });
}

export class ParleyChat extends HTMLElement {
  #settings = {};
  #letGo = null;
  #cameFrom = null;

  /**
   * @param {{base: URL, language?: string, article?: string, open?: string, colour?: string, email?: string, name?: string,
   *   signature?: string}} settings `base` is the folder widget.js lies in, the others are the tag's data attributes.
   */
  configure(settings) {
    this.#settings = settings;
  }

  connectedCallback() {
    if (this.shadowRoot) return;
    const { base, language = navigator.language, article, colour, email, name, signature } = this.#settings;
    this.chat = new Chat({ base, language, article, identity: email ? { email, name, signature } : null });
    this.tab = new Store("sessionStorage", `parley:${base.href}:`);
    this.#build(base);
    applyColour(this, colour);
    this.chat.addEventListener("change", () => this.#render());
    document.addEventListener("click", (event) => this.#onPageClick(event));
    this.#render();
    this.#begin();
  }

  /** Open the panel and put the reader in it. */
  open() {
    if (this.chat.isOpen) return;
    this.#cameFrom = document.activeElement === this ? null : document.activeElement;
    this.#show();
    this.panel.rest();
  }

  close() {
    if (!this.chat.isOpen) return;
    this.#hide();
    (this.#cameFrom?.isConnected && this.#cameFrom !== document.body ? this.#cameFrom : this.launcher.node).focus();
    this.dispatchEvent(new Event("parley-close"));
  }

  /** Open the panel and ask `text` as the customer. @param {string} text */
  ask(text) {
    this.open();
    this.chat.say(text);
  }

  #begin() {
    // An open chat stays open from page to page, but must not cover a phone's next page.
    const before = this.tab.get("open");
    const isWanted = before === null ? this.#settings.open != null : before && !isFullScreen();
    if (isWanted) this.#show();
    else if (this.chat.isBegun) this.chat.start();
    else this.chat.loadTexts();
  }

  #build(base) {
    const root = this.attachShadow({ mode: "open", delegatesFocus: false });
    this.launcher = new Launcher({ open: () => this.open(), seen: this.chat.store });
    this.panel = new Panel({
      say: (text, payload) => this.chat.say(text, payload),
      writing: (isWriting) => this.chat.write(isWriting),
      retry: (row) => this.#retry(row),
      close: () => this.close(),
      drafts: this.tab,
    });
    this.panel.node.addEventListener("keydown", (event) => this.#onKey(event));
    root.append(this.launcher.node, this.panel.node);
    this.#dress(root, base);
  }

  /** Stay unseen until every sheet is there: half a style is worse than a moment's wait. */
  #dress(root, base) {
    this.style.visibility = "hidden";
    const places = STYLES.map(() => el("link"));
    root.prepend(...places);
    Promise.all(places.map((place, i) => styled(place, new URL(STYLES[i], base)))).then(() => {
      this.style.removeProperty("visibility");
      this.#fit();
    });
  }

  #fit() {
    this.panel.composer.fit();
    this.panel.log.toEnd();
  }

  #show() {
    this.chat.isOpen = true;
    this.chat.start();
    this.tab.set("open", true);
    this.panel.node.hidden = false;
    this.launcher.node.hidden = true;
    this.#letGo = coverPage(this.panel.node);
    this.#render();
    this.#fit();
    this.dispatchEvent(new Event("parley-open"));
  }

  #hide() {
    this.chat.isOpen = false;
    this.tab.set("open", false);
    this.panel.node.hidden = true;
    this.launcher.node.hidden = false;
    this.#letGo?.();
    this.#render();
  }

  #render() {
    setOrDrop(this, "data-open", this.chat.isOpen ? "" : null);
    this.launcher.render(this.chat);
    this.panel.render(this.chat);
  }

  #retry(row) {
    if (row.state !== "refused") return this.chat.outbox.retry(row.key);
    // The server will not take it as it is: give it back to be changed.
    this.chat.outbox.settle(row.key);
    this.panel.composer.restore(row.message.text);
    this.#render();
  }

  #onKey(event) {
    keepFocusInside(this.panel.node, event);
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    this.close();
  }

  /** A page asks without a script of its own: `<button data-parley-ask="Where is my order?">`, `<a data-parley-open>`. */
  #onPageClick(event) {
    const asking = event.target.closest?.("[data-parley-ask], [data-parley-open]");
    if (!asking) return;
    event.preventDefault();
    if (asking.dataset.parleyAsk) this.ask(asking.dataset.parleyAsk);
    else this.open();
  }
}
