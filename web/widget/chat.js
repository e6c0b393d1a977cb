/** The chat without its looks: session, stream, outbox and conversation, told as one state. */

import { Api } from "./api.js";
import { Connection } from "./connection.js";
import { Conversation, TYPING_SECONDS } from "./conversation.js";
import { Outbox } from "./outbox.js";
import { Session } from "./session.js";
import { Store } from "../ui/store.js";
import { ENGLISH, directionOf } from "./texts.js";

/** A stream that is back within this time was never missed. */
const OFFLINE_AFTER_SECONDS = 3;

/** Another tab sends its own messages; when it has not by now, it is gone and they are ours. */
const ADOPT_AFTER_SECONDS = 5;

/** People see for some seconds that the customer writes: who writes on says so again. */
const TYPING_AGAIN_SECONDS = 4;

/** Fires "change" whenever anything below has. */
export class Chat extends EventTarget {
  conversation = new Conversation();
  suggestions = [];
  offers = [];
  limit = 2000;
  /** "asleep" before it is needed, then "connecting", "online" or "offline". */
  state = "asleep";
  /** Whether the panel is open; kept here because a closed chat in a hidden tab needs no stream. */
  isOpen = false;
  #isChanged = false;
  #typingTimer;
  #typingToldAt = 0;
  #offlineTimer;

  /** @param {{base: URL, language: string, article?: string, identity: object|null}} settings */
  constructor({ base, language, article, identity }) {
    super();
    this.article = article;
    this.about = article ? `${language}/${article}` : null;
    this.base = base;
    this.store = new Store("localStorage", `parley:${base.href}:`);
    this.#speak({ language, dir: directionOf(language), texts: this.store.get(`texts.${language}`) ?? ENGLISH });
    this.api = new Api(base);
    const opened = (answer, isNew) => this.#opened(answer, isNew);
    this.session = new Session({ api: this.api, store: this.store, language, identity, opened });
    this.outbox = new Outbox({
      store: this.store,
      post: (item) => this.session.use((token) => this.api.send(token, item)),
      changed: () => this.#change(),
    });
    this.connection = new Connection({
      api: this.api,
      session: this.session,
      onEvent: (type, data) => this.#onEvent(type, data),
      onState: (isOnline) => this.#onState(isOnline),
    });
  }

  /** Whether there is a conversation to come back to. */
  get isBegun() {
    return this.session.kept !== null || this.outbox.items().length > 0;
  }

  /** Whether this conversation is known to hold messages, perhaps not yet loaded. */
  get isSpoken() {
    return Boolean(this.store.get("spoken"));
  }

  /** Fetch the launcher's words. They need no session: most visitors never open the chat. */
  async loadTexts() {
    const { language } = this;
    try {
      const texts = await this.api.texts(language);
      this.store.set(`texts.${language}`, texts);
      if (this.state === "asleep") this.#speak({ language, dir: this.dir, texts });
    } catch {
      // English, or what was kept from the last visit, will do.
    }
  }

  start() {
    if (this.state !== "asleep") return;
    this.state = "connecting";
    this.#watch();
    this.connection.start();
    this.outbox.wake();
    if (!this.isSpoken) this.#loadOffers();
    this.#change();
  }

  /** Say something; it is on the screen and safe from reloads when this returns. */
  say(text, payload = null) {
    this.start();
    this.outbox.add(text, payload, this.about);
    this.store.set("spoken", true);
    if (this.state !== "offline") this.#setTyping({ on: true });
  }

  /** Let people see that the customer writes; a bot has no use for it, and nothing hangs on it. */
  write(isWriting) {
    const now = Date.now();
    const isDue = now - this.#typingToldAt > TYPING_AGAIN_SECONDS * 1000;
    if (this.conversation.holder === "bot" || !this.session.kept || (isWriting ? !isDue : isDue)) return;
    this.#typingToldAt = isWriting ? now : 0;
    this.session.use((token) => this.api.typing(token, isWriting)).catch(() => {});
  }

  /** @returns {Promise<string>} where this page finds a file of the conversation */
  file(key) {
    return this.session.use((token) => this.api.file(token, key));
  }

  /** What the page makes people ask is worth a look; nothing hangs on it. Its heading names it without the site. */
  async #loadOffers() {
    const title = document.querySelector("h1")?.textContent.trim() || document.title;
    try {
      this.offers = await this.api.offers(this.language.split("-")[0], title, this.article);
      this.#change();
    } catch {
      // No articles then.
    }
  }

  #watch() {
    addEventListener("online", () => {
      this.connection.reconnect();
      this.outbox.wake();
    });
    addEventListener("offline", () => this.#setState("offline"));
    document.addEventListener("visibilitychange", () => this.#onVisibility());
    this.store.watch((key) => this.#onOtherTab(key));
  }

  #onVisibility() {
    // A browser allows six streams per server on HTTP/1.1; forgotten tabs must not use them up.
    if (document.visibilityState === "hidden") return this.isOpen || this.connection.stop();
    this.connection.start();
    this.connection.wake();
    this.outbox.wake();
  }

  #onOtherTab(key) {
    if (key === "session" && this.session.kept && this.session.kept.made !== this.made) this.connection.restart();
    if (!key?.startsWith("outbox.")) return;
    setTimeout(() => this.outbox.wake(), ADOPT_AFTER_SECONDS * 1000);
    this.#change();
  }

  #opened(answer, isNew) {
    this.made = this.session.kept?.made;
    this.limit = answer.limit ?? this.limit;
    this.suggestions = answer.suggestions ?? [];
    if (isNew) this.store.remove("spoken");
    // What stood on the screen under a dead token stays: the customer has done nothing wrong.
    if (isNew) this.connection.restart();
    this.#speak(answer);
  }

  #onEvent(type, data) {
    if (type === "message") this.#onMessage(data);
    else if (type === "holder") this.conversation.setHolder(data);
    else if (type === "typing") this.#setTyping(data);
    else if (type === "language") this.#speak(data);
    this.#change();
  }

  #onMessage(message) {
    this.outbox.settle(this.conversation.addMessage(message));
    if (!this.isSpoken) this.store.set("spoken", true);
  }

  #onState(isOnline) {
    if (isOnline) {
      this.#setState("online");
      this.outbox.wake();
    } else if (!navigator.onLine) this.#setState("offline");
    else this.#offlineTimer ??= setTimeout(() => this.#setState("offline"), OFFLINE_AFTER_SECONDS * 1000);
  }

  #setState(state) {
    clearTimeout(this.#offlineTimer);
    this.#offlineTimer = null;
    this.state = state;
    if (state === "offline") this.conversation.setTyping({ on: false });
    this.#change();
  }

  #setTyping(typing) {
    clearTimeout(this.#typingTimer);
    this.conversation.setTyping(typing);
    if (typing.on) this.#typingTimer = setTimeout(() => this.#setTyping({ on: false }), TYPING_SECONDS * 1000);
    this.#change();
  }

  #speak({ language, dir, texts }) {
    this.language = language;
    this.dir = dir;
    this.texts = { ...ENGLISH, ...texts };
    this.#change();
  }

  #change() {
    if (this.#isChanged) return;
    this.#isChanged = true;
    queueMicrotask(() => {
      this.#isChanged = false;
      this.dispatchEvent(new Event("change"));
    });
  }
}
