/**
 * Server-sent events from a fetch body (WHATWG HTML, 9.2.6). EventSource cannot send a token.
 */

/** Every way a line may end, but not a last "\r", whose "\n" may still be on its way. */
const LINE_END = /\r\n|\n|\r(?=[^\n])/;

/** Collects lines into events. */
class EventParser {
  #rest = "";
  #event = {};

  /**
   * @param {string} text any piece of the stream
   * @returns {{type: string, id: string|null, data: string}[]} the events it completes
   */
  feed(text) {
    const lines = (this.#rest + text).split(LINE_END);
    this.#rest = lines.pop();
    return lines.map((line) => this.#line(line)).filter(Boolean);
  }

  #line(line) {
    if (line === "") return this.#finish();
    const [, name, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (name === "data") this.#event.data = this.#event.data == null ? value : `${this.#event.data}\n${value}`;
    else if (name === "event" || name === "id") this.#event[name] = value;
    return null; // A comment, such as ": ping", has an empty name.
  }

  #finish() {
    const { event = "message", id = null, data } = this.#event;
    this.#event = {};
    return data == null ? null : { type: event, id, data };
  }
}

/**
 * @param {ReadableStream<Uint8Array>} body
 * @param {() => void} heard called at every sign of life, also a ping
 */
export async function* readEvents(body, heard) {
  const parser = new EventParser();
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      heard();
      yield* parser.feed(piece.value);
    }
  } finally {
    reader.cancel().catch(() => {});
  }
}
