/** What things are called by people who look at them: customers, channels, languages. */

import { TEXTS, fill } from "./texts.js";

const ID_SIGNS = 6;

/** The customer's name; of who has none, the number they write from, else as much of the id as tells two apart. */
export function titleOf({ name, channel, conversation_id: id }) {
  if (name) return name;
  const own = id.slice(id.indexOf(":") + 1);
  const number = own.slice(own.lastIndexOf(".") + 1);
  if (channel === "whatsapp" && /^\d{6,}$/.test(number)) return `+${number}`;
  return fill(TEXTS.visitor, { id: own.slice(0, ID_SIGNS) });
}

export function channelName(channel) {
  return TEXTS.channels[channel] ?? channel;
}

/** "Persian" for "fa", in the browser's language. */
export function languageName(code) {
  try {
    return new Intl.DisplayNames([navigator.language, "en"], { type: "language", fallback: "code" }).of(code);
  } catch {
    return code; // what is no code at all throws
  }
}
