/** What only a phone needs: the panel is the whole screen, so it follows the keyboard and keeps focus. */

/** Must agree with the same question in frame.css. */
const FULL_SCREEN = "(max-width: 480px), (max-height: 420px)";

const FOCUSABLE = "button:not([disabled]), a[href], textarea, [tabindex='0']";

export function isFullScreen() {
  return matchMedia(FULL_SCREEN).matches;
}

/** Keep Tab inside a full-screen panel: what lies behind cannot be seen. */
export function keepFocusInside(panel, event) {
  if (event.key !== "Tab" || !isFullScreen()) return;
  const stops = [...panel.querySelectorAll(FOCUSABLE)].filter((node) => node.getClientRects().length);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (panel.getRootNode().activeElement !== from) return;
  event.preventDefault();
  to.focus();
}

/** Hold the page behind still while the panel covers it. Returns how to let go. */
export function coverPage(panel) {
  const { style } = document.documentElement;
  const before = style.overflow;
  const adapt = () => {
    style.overflow = isFullScreen() ? "hidden" : before;
    panel.ariaModal = isFullScreen() ? "true" : null;
    // iOS lays its keyboard over the page without shrinking dvh.
    panel.style.setProperty("--viewport", `${visualViewport.height}px`);
    panel.style.setProperty("--viewport-top", `${visualViewport.offsetTop}px`);
  };
  const watched = [[visualViewport, "resize"], [visualViewport, "scroll"], [matchMedia(FULL_SCREEN), "change"]];
  for (const [source, event] of watched) source.addEventListener(event, adapt);
  adapt();
  return () => {
    for (const [source, event] of watched) source.removeEventListener(event, adapt);
    style.overflow = before;
  };
}
