"""Words on a page that are hard to read: as they are drawn, with whatever they happen to stand on (WCAG 2.2, 1.4.3)."""

from tests.browser.chromium import Browser


def faint(browser: Browser) -> list[str]:
    """Return the words whose contrast is too low, with how high it is."""
    return list(browser.script(_FAINT))


_FAINT = """
const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
const lit = (part) => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
const luminance = ([red, green, blue]) => 0.2126 * lit(red) + 0.7152 * lit(green) + 0.0722 * lit(blue);
const ground = (node) => {
  for (; node; node = node.parentElement) {
    const colour = rgb(getComputedStyle(node).backgroundColor);
    if (colour.length === 3) return colour;
  }
  return rgb(getComputedStyle(document.documentElement).backgroundColor);
};
const contrast = (one, other) => {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
};
const least = (style) => {
  const size = parseFloat(style.fontSize);
  return size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
};
const found = [];
for (const node of document.body.querySelectorAll('*')) {
  const written = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const field = node.placeholder && !node.value;
  if (!(written || field) || !node.checkVisibility() || node.matches('noscript, script, style')) continue;
  const style = getComputedStyle(node, field ? '::placeholder' : null);
  const ratio = contrast(rgb(style.color), ground(node));
  if (ratio < least(style)) found.push(`${ratio.toFixed(2)} ${(node.placeholder || node.textContent).slice(0, 60)}`);
}
return found;
"""
