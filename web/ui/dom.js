/** Small words for building the page. Text is always text: nothing here parses HTML. */

function setAttribute(node, name, value) {
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (value === true) node.setAttribute(name, "");
  else if (value !== false && value != null) node.setAttribute(name, value);
}

/**
 * Build one element.
 * @param {string} tag
 * @param {Object<string, unknown>} [attributes] `on…` are listeners, true is an empty attribute, null is none.
 * @param {...(Node|string|null|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(node, name, value);
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

/** Write only what differs: a live region reads out every write. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Set, or with null remove, an attribute. */
export function setOrDrop(node, name, value) {
  if (value == null || value === false) node.removeAttribute(name);
  else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, value);
}

/**
 * Change what stands in a node; the focus that would go with what is gone comes to what stands for it now.
 * @param {() => Element|null|undefined} heir asked only where the focus would be lost
 */
export function keepFocus(node, change, heir) {
  const hadIt = node.contains(document.activeElement);
  change();
  const { activeElement: now } = document;
  if (hadIt && (now === document.body || !now.checkVisibility())) heir()?.focus();
}

/** Whether typing happens on glass: then focus in a field throws up a keyboard. */
export function isTouch() {
  return matchMedia("(pointer: coarse)").matches;
}
