/** Waiting before the next try, and being woken early. */

const SHORTEST_SECONDS = 0.5;
const LONGEST_SECONDS = 10;

/** Doubling seconds with jitter, so that a restarted server is not met by everybody at once. */
export function backoffSeconds(attempt, random = Math.random()) {
  const full = Math.min(LONGEST_SECONDS, SHORTEST_SECONDS * 2 ** attempt);
  return full * (0.6 + 0.4 * random);
}

export class Pause {
  #wake = () => {};

  /** Wait `seconds`, or less when somebody calls `wake()`. */
  wait(seconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake() {
    this.#wake();
  }
}
