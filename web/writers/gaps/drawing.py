"""Small plots, drawn on the server: a bar a week."""

from collections.abc import Sequence

from markupsafe import Markup

_BAR, _GAP, _HEIGHT = 6, 2, 24


def sparkline(counts: Sequence[int], said: str) -> Markup:
    """Return an SVG of one bar a week, the newest at the end; `said` is what it is to who does not see it."""
    most = max(*counts, 1)
    bars = "".join(_bar(place, count / most) for place, count in enumerate(counts))
    width = len(counts) * (_BAR + _GAP) - _GAP
    label = Markup.escape(f"{said}: {', '.join(map(str, counts))}")
    frame = f'class="spark" viewBox="0 0 {width} {_HEIGHT}" width="{width}" height="{_HEIGHT}" role="img"'
    return Markup(f'<svg {frame} aria-label="{label}">{bars}</svg>')


def _bar(place: int, share: float) -> str:
    height = max(round(share * _HEIGHT, 1), 1)
    return f'<rect x="{place * (_BAR + _GAP)}" y="{_HEIGHT - height}" width="{_BAR}" height="{height}" rx="1"/>'
