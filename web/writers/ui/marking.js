/** Signs of Markdown put in by hand: each is one step of the browser's own undo. */

/** Replace the selection. execCommand, though old, is the only way that undo knows of. */
function put(field, text) {
  field.focus();
  if (!document.execCommand("insertText", false, text)) {
    field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function around(field, sign, sample) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const before = value.slice(start - sign.length, start);
  if (before === sign && value.slice(end, end + sign.length) === sign) {
    field.setSelectionRange(start - sign.length, end + sign.length);
    put(field, chosen);
    return field.setSelectionRange(start - sign.length, end - sign.length);
  }
  put(field, `${sign}${chosen || sample}${sign}`);
  field.setSelectionRange(start + sign.length, start + sign.length + (chosen || sample).length);
}

/** Put a sign before each line that is chosen, or take it away where all have it. */
function lines(field, sign) {
  const { value } = field;
  const start = value.lastIndexOf("\n", field.selectionStart - 1) + 1;
  const found = value.indexOf("\n", field.selectionEnd);
  const end = found < 0 ? value.length : found;
  const chosen = value.slice(start, end).split("\n");
  const bare = (line) => line.replace(/^(#{1,6} |[-*] |\d+\. )/, "");
  const marked = chosen.map((line, place) => sign(place) + bare(line));
  const after = marked.join("\n") === chosen.join("\n") ? chosen.map(bare) : marked;
  field.setSelectionRange(start, end);
  put(field, after.join("\n"));
}

function link(field) {
  const chosen = field.value.slice(field.selectionStart, field.selectionEnd);
  const isAddress = /^(https?:\/\/|mailto:|article:)\S+$/.test(chosen);
  const words = isAddress ? "" : chosen;
  const start = field.selectionStart;
  put(field, `[${words}](${isAddress ? chosen : "article:"})`);
  const place = words ? start + words.length + 3 + "article:".length : start + 1;
  field.setSelectionRange(place, place);
}

function code(field) {
  const isBlock = field.value.slice(field.selectionStart, field.selectionEnd).includes("\n");
  return isBlock ? around(field, "\n```\n", "") : around(field, "`", "code");
}

/** What each tool does to the field. */
export const TOOLS = {
  bold: (field) => around(field, "**", "bold"),
  italic: (field) => around(field, "*", "italic"),
  heading: (field) => lines(field, () => "## "),
  link,
  list: (field) => lines(field, () => "- "),
  numbers: (field) => lines(field, (place) => `${place + 1}. `),
  code,
};

export function insert(field, text) {
  put(field, text);
}

/** The tool that a key calls, or undefined. */
export function toolOf(event) {
  if (!(event.ctrlKey || event.metaKey)) return undefined;
  if (event.altKey) return event.code === "Digit2" ? "heading" : undefined;
  if (event.shiftKey) return { Digit8: "list", Digit7: "numbers" }[event.code];
  return { b: "bold", i: "italic", k: "link", e: "code" }[event.key.toLowerCase()];
}
