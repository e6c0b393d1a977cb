/** How long something has lasted, kept up to date where it stands on the page. */

import { setText } from "/ui/dom.js";

const SECONDS = { d: 86_400, h: 3600, min: 60 };

/** "4 min", "2 h", "3 d"; less than a minute is "now". */
export function ago(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - new Date(iso)) / 1000);
  const unit = Object.keys(SECONDS).find((name) => seconds >= SECONDS[name]);
  return unit ? `${Math.floor(seconds / SECONDS[unit])} ${unit}` : "now";
}

/** Has every `<time data-ago>` below a node say how long ago it was, from now on. */
export function keepTime(root) {
  const tick = () => {
    for (const node of root.querySelectorAll("time[data-ago]")) setText(node, ago(node.dateTime));
  };
  setInterval(tick, 15_000);
}
