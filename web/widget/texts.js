/** The widget's own words until the server has sent the customer's language. */

export const ENGLISH = {
  title: "Help",
  open: "Open chat",
  close: "Close chat",
  placeholder: "Write your question…",
  message_label: "Your message",
  send: "Send",
  intro: "You're chatting with a bot. You can ask for a person at any time.",
  talk_to_person: "Talk to a person",
  suggestions: "People often ask",
  offers: "Articles for this page",
  bot: "Bot",
  person: "Support team",
  you: "You",
  typing: "The bot is typing",
  person_typing: "Somebody is typing",
  waiting: "A person will join soon. You can close this window, we'll keep your place.",
  person_joined: "{name} has joined",
  offline: "No connection. Your messages will be sent when you're back online.",
  sending: "Sending…",
  not_sent: "Not sent. Try again",
  too_long: "Please shorten your message to {limit} characters.",
  log_label: "Conversation",
  helpful_thanks: "Thanks for telling us",
};

const RIGHT_TO_LEFT = new Set(["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** The writing direction of a language the server has not spoken about yet. */
export function directionOf(language) {
  return RIGHT_TO_LEFT.has(language.toLowerCase().split("-")[0]) ? "rtl" : "ltr";
}

/** Put values in for `{names}`; an unknown name stays as it is. */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
