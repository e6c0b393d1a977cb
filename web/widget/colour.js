/** A shop's own colour, with writing on it that can be read. */

/** Relative luminance of "rgb(r, g, b)" (WCAG 2.2). */
function luminance(rgb) {
  const [red, green, blue] = rgb.match(/[\d.]+/g).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Black or white: one of the two always reaches 4.5:1. */
function inkOn(rgb) {
  return luminance(rgb) > 0.179 ? "#000000" : "#ffffff";
}

/** Fill with `colour` whatever the accent fills in `host`; a word that is no colour is ignored. */
export function applyColour(host, colour) {
  if (!colour || !CSS.supports("color", colour)) return;
  host.style.color = colour;
  const resolved = getComputedStyle(host).color;
  host.style.removeProperty("color");
  if (!resolved.startsWith("rgb")) return;
  host.style.setProperty("--parley-accent", resolved);
  host.style.setProperty("--parley-accent-hover", `color-mix(in srgb, ${resolved} 88%, ${inkOn(resolved)})`);
  host.style.setProperty("--parley-on-accent", inkOn(resolved));
}
