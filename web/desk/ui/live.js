/** The stream of what happens. The browser's own EventSource goes on where it was; where it gives up, we begin again. */

const KINDS = ["conversation", "message", "note", "change", "status", "typing", "viewing", "presence", "counts", "rating", "teams"];
const AGAIN_SECONDS = 2;

export class Live {
  #source = null;
  #last;
  #timer = 0;

  /**
   * @param {number} after the place in the log that the page was loaded at
   * @param {(kind: string, data: object) => void} heard
   * @param {(isThere: boolean) => void} line called when the line breaks and when it is back
   * @param {() => void} refused called when a server is there and gives no stream
   */
  constructor(after, heard, line, refused) {
    this.#last = after;
    this.heard = heard;
    this.line = line;
    this.refused = refused;
    this.#open();
  }

  close() {
    clearTimeout(this.#timer);
    this.#source.close();
  }

  #open() {
    this.#source = new EventSource(`/desk/api/events?after=${this.#last}`);
    this.#source.onopen = () => this.line(true);
    this.#source.onerror = () => this.#broke();
    for (const kind of KINDS) this.#source.addEventListener(kind, (event) => this.#hear(kind, event));
  }

  #hear(kind, event) {
    if (event.lastEventId) this.#last = event.lastEventId;
    this.heard(kind, JSON.parse(event.data));
  }

  #broke() {
    this.line(false);
    if (this.#source.readyState !== EventSource.CLOSED) return; // it tries again by itself
    this.refused();
    this.#timer = setTimeout(() => this.#open(), AGAIN_SECONDS * 1000);
  }
}
