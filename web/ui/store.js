/** What the browser keeps for us, or memory where a browser refuses to keep anything. */

/** One drawer of localStorage or sessionStorage; values are JSON. */
export class Store {
  #area;
  #prefix;
  #memory = new Map();

  /**
   * @param {"localStorage"|"sessionStorage"} kind
   * @param {string} prefix keeps two Parleys on one shop's origin apart.
   */
  constructor(kind, prefix) {
    this.#prefix = prefix;
    try {
      this.#area = window[kind];
    } catch {
      this.#area = null; // Blocked cookies make even the mention throw.
    }
  }

  get(key) {
    const name = this.#prefix + key;
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return JSON.parse(this.#area?.getItem(name) ?? "null");
    } catch {
      return null;
    }
  }

  set(key, value) {
    const name = this.#prefix + key;
    try {
      this.#area.setItem(name, JSON.stringify(value));
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value); // Full or blocked: at least this page remembers.
    }
  }

  remove(key) {
    const name = this.#prefix + key;
    this.#memory.delete(name);
    try {
      this.#area?.removeItem(name);
    } catch {
      // Nothing was kept, so nothing is left.
    }
  }

  /** The keys that start with `start`, without the drawer's prefix, in no order. */
  keys(start) {
    const names = new Set(this.#memory.keys());
    try {
      for (let i = 0; i < (this.#area?.length ?? 0); i++) names.add(this.#area.key(i));
    } catch {
      // Memory is all there is.
    }
    const whole = this.#prefix + start;
    return [...names].filter((name) => name.startsWith(whole)).map((name) => name.slice(this.#prefix.length));
  }

  /** Call `tell(key)` when another tab writes; key null means everything was cleared. */
  watch(tell) {
    const listen = (event) => {
      if (event.key === null) tell(null);
      else if (event.key.startsWith(this.#prefix)) tell(event.key.slice(this.#prefix.length));
    };
    addEventListener("storage", listen);
    return () => removeEventListener("storage", listen);
  }
}
