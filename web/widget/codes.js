/** Order numbers and the like in running text, kept on one line and in one direction. */

/** "TM-204518": letters, a hyphen, digits. */
const CODE = /[A-Z]{1,6}-\d{3,}/;

/**
 * Wrap every code in `node`. A line may end at a hyphen, which in Persian then jumps to the code's other side;
 * characters that would forbid it would be copied with the number.
 */
export function keepCodesWhole(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  for (const text of texts) wrapIn(text);
}

function wrapIn(text) {
  for (let found = CODE.exec(text.data); found; found = CODE.exec(text.data)) {
    const code = text.splitText(found.index);
    text = code.splitText(found[0].length);
    const whole = document.createElement("bdi");
    code.replaceWith(whole);
    whole.append(code);
  }
}
