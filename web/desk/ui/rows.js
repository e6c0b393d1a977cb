/** The rows of a list, however long: only those in sight are on the page, and the one that Tab comes to. */

import { el, setOrDrop } from "/ui/dom.js";

/** Rows above and below what is seen: a wheel's turn meets them already drawn. */
const BEYOND = 10;
/** Rows from the end at which more are asked for. */
const AHEAD = 25;

const idOf = (row) => row.conversation_id;

export class Rows {
  #rows = [];
  #places = new Map();
  #nodes = new Map();
  #isWhole = true;
  #rowHeight = 0;
  #stop = null;

  /**
   * @param {(id: string) => Element} build
   * @param {(node: Element, row: object) => void} update
   * @param {() => void} more called as often as the last rows come near
   */
  constructor(build, update, more) {
    this.build = build;
    this.update = update;
    this.more = more;
    this.items = el("ul", { class: "items", role: "list" });
    this.node = el("div", { class: "scroll", tabindex: "-1" }, this.items);
    this.node.addEventListener("scroll", () => this.#draw(), { passive: true });
    this.items.addEventListener("keydown", (event) => this.#key(event));
    this.items.addEventListener("focusin", (event) => this.#stopAt(event.target.closest(".item").dataset.id));
    const sizes = new ResizeObserver(() => this.#resized());
    for (const node of [this.node, this.items]) sizes.observe(node);
  }

  /** Show these rows; what is read stays where it is, whatever comes above it. @param {boolean} isWhole none follow */
  show(rows, isWhole) {
    const anchor = this.#anchor();
    const focused = this.#focused();
    const place = this.#places.get(focused);
    this.#rows = rows;
    this.#isWhole = isWhole;
    this.#places = new Map(rows.map((row, at) => [idOf(row), at]));
    this.items.style.setProperty("--rows", rows.length);
    if (this.#places.has(anchor?.id)) this.node.scrollTop = this.#places.get(anchor.id) * this.#height() - anchor.above;
    if (focused !== undefined && !this.#places.has(focused)) return this.#inherit(place);
    this.#draw();
    if (focused !== this.#focused()) this.focus(focused); // a node that is moved loses it
  }

  /** Scroll no further than it takes to see a row. */
  reveal(id) {
    const place = this.#places.get(id);
    if (place === undefined) return;
    const [top, height] = [place * this.#height(), this.#height()];
    const { scrollTop, clientHeight } = this.node;
    if (top < scrollTop) this.node.scrollTop = top;
    else if (top + height > scrollTop + clientHeight) this.node.scrollTop = top + height - clientHeight;
    this.#draw();
  }

  /** Put the focus on a row, or on the list where it is not there. */
  focus(id = this.#stop) {
    this.#stopAt(id);
    (this.#nodes.get(id)?.firstElementChild ?? this.node).focus({ preventScroll: true });
  }

  /** Of one row, in pixels; measured when sizes have changed, for asking makes the browser lay out the page. */
  #height() {
    if (this.#rows.length) this.#rowHeight ||= this.items.offsetHeight / this.#rows.length;
    return this.#rows.length ? this.#rowHeight : 0;
  }

  #resized() {
    this.#rowHeight = 0;
    this.#draw();
  }

  /** The first row in sight, and how far below the edge it begins; none at the top, where new rows are to be seen. */
  #anchor() {
    const height = this.#height();
    const { scrollTop } = this.node;
    const first = height && this.#rows[Math.ceil(scrollTop / height)];
    return scrollTop && first ? { id: idOf(first), above: Math.ceil(scrollTop / height) * height - scrollTop } : null;
  }

  #focused() {
    return document.activeElement?.closest?.(".item")?.dataset.id;
  }

  /** A row that had the focus has gone: the next one has it now. */
  #inherit(place) {
    const heir = this.#rows[Math.min(place, this.#rows.length - 1)];
    this.#stop = heir ? idOf(heir) : null;
    this.focus();
  }

  #draw() {
    const wanted = this.#inSight().map((place) => this.#rows[place]);
    const ids = new Set(wanted.map(idOf));
    for (const [id, node] of this.#nodes) if (!ids.has(id)) this.#drop(id, node);
    let before = null;
    for (const row of wanted) before = this.#put(row, before);
    if (this.#isNearEnd()) this.more();
  }

  #isNearEnd() {
    const { scrollTop, clientHeight } = this.node;
    return scrollTop + clientHeight > (this.#rows.length - AHEAD) * this.#height();
  }

  /** Places from the top, and the one Tab comes to, wherever it is. */
  #inSight() {
    const height = this.#height();
    if (!height) return [];
    const { scrollTop, clientHeight } = this.node;
    const first = Math.max(0, Math.floor(scrollTop / height) - BEYOND);
    const end = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / height) + BEYOND);
    const places = Array.from({ length: Math.max(0, end - first) }, (_, step) => first + step);
    if (!this.#places.has(this.#stop)) this.#stop = places.length ? idOf(this.#rows[places[0]]) : null;
    const stop = this.#places.get(this.#stop);
    if (stop === undefined || (stop >= first && stop < end)) return places;
    return stop < first ? [stop, ...places] : [...places, stop];
  }

  #drop(id, node) {
    node.remove();
    this.#nodes.delete(id);
  }

  /** Put a row after the one before it, moving nothing that stands where it should: the focus stays. */
  #put(row, before) {
    const id = idOf(row);
    const node = this.#nodes.get(id) ?? this.build(id);
    this.#nodes.set(id, node);
    this.#number(node, this.#places.get(id));
    this.update(node, row);
    const place = before ? before.nextSibling : this.items.firstChild;
    if (place !== node) this.items.insertBefore(node, place);
    return node;
  }

  #number(node, place) {
    node.style.setProperty("--place", place);
    setOrDrop(node, "aria-posinset", place + 1);
    setOrDrop(node, "aria-setsize", this.#isWhole ? this.#rows.length : -1);
    setOrDrop(node.firstElementChild, "tabindex", node.dataset.id === this.#stop ? "0" : "-1");
  }

  #stopAt(id) {
    if (id === this.#stop) return;
    this.#stop = id;
    this.#draw();
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const place = this.#places.get(this.#stop);
    const last = this.#rows.length - 1;
    const page = Math.max(1, Math.floor(this.node.clientHeight / this.#height()) - 1);
    const steps = { ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + page, PageUp: place - page, Home: 0, End: last };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const id = idOf(this.#rows[Math.max(0, Math.min(steps[event.key], last))]);
    this.reveal(id);
    this.focus(id);
  }
}
