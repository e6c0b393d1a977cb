/** Line icons on a 24 px grid, drawn in the text's colour. */

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  chat: "M21 11.5a8 8 0 0 1-8 8H4.5l1.9-2.9A8 8 0 1 1 21 11.5ZM9 9.8h8M9 13.2h5",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20a7.5 7.5 0 0 1 15 0",
  bot: "M7 8h10a3 3 0 0 1 3 3v5a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3v-5a3 3 0 0 1 3-3ZM12 8V4.5M9.3 12.7v1.6M14.7 12.7v1.6",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 1 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 1 0 11 18.7l1-1",
  picture: "M4 5h16v14H4ZM4 16l4.5-4.5 4 4L15 13l5 5M15.5 9h.01",
  list: "M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5h.01M4.5 12h.01M4.5 17.5h.01",
  up: "M7 10.5v9H4v-9h3ZM7 10.5l4.2-6.3c1.6 0 2.5 1.2 2.2 2.7l-.6 2.9h5.4a2 2 0 0 1 2 2.4l-1.2 5.7a2 2 0 0 1-2 1.6H7",
  article: "M7 3.5h7l4 4v13H7a1 1 0 0 1-1-1v-15a1 1 0 0 1 1-1ZM14 3.5v4h4M9.5 12h5M9.5 15.5h5",
};

/** @param {keyof typeof PATHS | "thumbs-down"} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  // The words beside the icon, or the button's label, say what it means.
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PATHS[name === "thumbs-down" ? "up" : name]);
  if (name === "thumbs-down") path.setAttribute("transform", "rotate(180 12 12)");
  svg.append(path);
  return svg;
}
