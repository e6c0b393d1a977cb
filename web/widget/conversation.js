/** What has been said and who holds the conversation, folded from the server's events. */

/** A typing sign older than this means the answer was lost, not slow. */
export const TYPING_SECONDS = 20;

export class Conversation {
  /** Messages by key in the order they arrived; a message that comes again keeps its place. */
  messages = new Map();
  holder = "bot";
  /** The name of the person who holds it, if one does and has one. */
  name = null;
  isTyping = false;

  /** @returns {string} the key of the message: the browser's own id where it has one. */
  addMessage(message) {
    const key = message.client_id ?? message.id;
    this.messages.set(key, message);
    if (message.author !== "customer") this.isTyping = false;
    return key;
  }

  setHolder({ holder, name }) {
    this.holder = holder;
    this.name = name ?? null;
    if (holder !== "bot") this.isTyping = false;
  }

  /** The bot types only while it holds the conversation; a person is shown whenever the server says so. */
  setTyping({ on, by }) {
    this.isTyping = Boolean(on) && (by === "agent" || this.holder === "bot");
  }
}
