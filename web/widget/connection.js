/** The stream of events that comes back whatever the network does. */

import { Pause, backoffSeconds } from "./pause.js";
import { readEvents } from "./sse.js";

/** The server pings every 15 s; two missed pings and some slack are a dead line. */
const SILENCE_SECONDS = 40;

/** After a sleep the silence timer has slept too: a page that is looked at again asks sooner. */
const DOUBTFUL_SECONDS = 20;

export class Connection {
  #api;
  #session;
  #onEvent;
  #onState;
  #loop = null;
  #lastId = null;
  #attempt = 0;
  #heardAt = 0;
  #abort = new AbortController();
  #pause = new Pause();

  /**
   * @param {(type: string, data: object) => void} onEvent
   * @param {(isOnline: boolean) => void} onState
   */
  constructor({ api, session, onEvent, onState }) {
    this.#api = api;
    this.#session = session;
    this.#onEvent = onEvent;
    this.#onState = onState;
  }

  start() {
    if (this.#loop === null) this.#run((this.#loop = Symbol("loop")));
  }

  stop() {
    this.#loop = null;
    this.reconnect();
  }

  /** Try now instead of when the pause is over, and drop a stream that may be dead. */
  wake() {
    if (Date.now() - this.#heardAt > DOUBTFUL_SECONDS * 1000) this.#abort.abort();
    this.#attempt = 0;
    this.#pause.wake();
  }

  /** The network changed: no old stream survives that, though it may look alive. */
  reconnect() {
    this.#abort.abort();
    this.wake();
  }

  /** Leave this conversation's stream and hear the kept one from its beginning. */
  restart() {
    this.#lastId = null;
    this.reconnect();
  }

  async #run(loop) {
    while (this.#loop === loop) {
      try {
        await this.#session.use((token) => this.#listen(token, loop));
      } catch (error) {
        console.debug("parley: stream ended", error);
      }
      if (this.#loop !== loop) return;
      this.#onState(false);
      await this.#pause.wait(backoffSeconds(this.#attempt++));
    }
  }

  async #listen(token, loop) {
    if (this.#loop !== loop) return; // Stopped while the session was being made.
    const abort = (this.#abort = new AbortController());
    let silence;
    const heard = () => {
      this.#heardAt = Date.now();
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_SECONDS * 1000);
    };
    heard();
    const since = Date.now();
    try {
      const response = await this.#api.events(token, this.#lastId, abort.signal);
      this.#onState(true);
      for await (const event of readEvents(response.body, heard)) this.#take(event);
    } finally {
      clearTimeout(silence);
      // An event or a long life proves the server well; one that accepts and hangs up is not hammered.
      if (Date.now() - since > DOUBTFUL_SECONDS * 1000) this.#attempt = 0;
    }
  }

  #take({ type, id, data }) {
    this.#attempt = 0;
    if (id !== null) this.#lastId = id;
    try {
      this.#onEvent(type, JSON.parse(data));
    } catch (error) {
      console.warn("parley: an event was not understood", type, error);
    }
  }
}
