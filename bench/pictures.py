"""Two pictures of confidence, as SVG: the same bytes for the same figures, readable on light and on dark pages."""

import io
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from bench.judges import MARGIN, OURS, SCORE
from bench.reliability import Outcome, answered, at_coverage, bins

_INK, _FAINT, _PAPER = "#1f2328", "#8c959f", "#fefefe"
_STYLES: Mapping[str, dict[str, Any]] = {
    OURS: {"color": "#2f7fd6", "linewidth": 2.2, "marker": "o", "zorder": 3},
    SCORE: {"color": "#d1741f", "linewidth": 1.3, "linestyle": "--", "marker": "s"},
    MARGIN: {"color": "#4f9d69", "linewidth": 1.3, "linestyle": "-.", "marker": "^"},
}
"""No series by its colour alone; each colour stands out on white and on near-black."""

_TITLES = {
    "left_out": "articles' own phrasings, left out",
    "asked": "what customers asked (kb/asked)",
    "paraphrase": "questions nothing was fitted to",
}

_DARK = """<style>@media (prefers-color-scheme: dark) {
[style*="fill: #fefefe"] {fill: #0d1117 !important} [style*="stroke: #fefefe"] {stroke: #0d1117 !important}
[style*="fill: #1f2328"] {fill: #e6edf3 !important} [style*="stroke: #1f2328"] {stroke: #e6edf3 !important}
}</style>"""
"""matplotlib writes colours into each element, so they are found by that."""

_LONG = re.compile(r"-?\d+\.\d{2,}")
"""A tenth of a point is fine enough, and hides in which order a machine sums."""

_SETTINGS = {
    "svg.fonttype": "none",  # letters stay letters: a tenth of the size, and read aloud
    "svg.hashsalt": "parley",  # ids would be random
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Arial"],
    "font.size": 9,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.edgecolor": _FAINT,
    "axes.facecolor": _PAPER,
    "figure.facecolor": _PAPER,
    "xtick.color": _INK,
    "ytick.color": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
}

Sets = Mapping[str, Mapping[str, Outcome]]
Panel = Callable[[Any, Mapping[str, Outcome]], None]


def draw_reliability(sets: Sets, path: Path) -> None:
    """Draw what was said against what was right, a panel a set."""
    _draw(sets, path, _reliability, ("confidence", "share that is right"))


def draw_risk(sets: Sets, path: Path, most_wrong: float) -> None:
    """Draw the share answered against the share of these that is wrong, a panel a set, with the target."""
    _draw(sets, path, lambda axes, outcomes: _risk(axes, outcomes, most_wrong), ("share answered", "wrong of these"))


def _draw(sets: Sets, path: Path, panel: Panel, labels: tuple[str, str]) -> None:
    from matplotlib import rc_context
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    with rc_context(_SETTINGS):
        # Less between the panels, and "100%" would touch the next "0%".
        figure = Figure(figsize=(10, 3.7), layout=ConstrainedLayoutEngine(wspace=0.05))
        row = figure.subplots(1, len(sets), sharey=True, squeeze=False)[0]
        for axes, (name, outcomes) in zip(row, sets.items(), strict=True):
            panel(axes, outcomes)
            axes.set(title=_TITLES[name], xlabel=labels[0], xlim=(0, 1))
            axes.xaxis.set_major_formatter(_percent)
        row[0].yaxis.set_major_formatter(_percent)
        row[0].set_ylabel(labels[1])
        handles, names = row[0].get_legend_handles_labels()
        figure.legend(handles, names, loc="outside lower center", ncols=len(names), frameon=False)
        path.write_text(_svg(figure), encoding="utf-8")


def _svg(figure: Any) -> str:
    written = io.StringIO()
    figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    drawn = _LONG.sub(lambda number: f"{float(number[0]):.1f}", written.getvalue())
    head, tag, rest = drawn.partition("<defs>")
    lines = f"{head}{_DARK}\n{tag}{rest}".splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _percent(share: float, _: object) -> str:
    return f"{share:.0%}"


def _reliability(axes: Any, outcomes: Mapping[str, Outcome]) -> None:
    axes.plot([0, 1], [0, 1], color=_FAINT, linewidth=1, linestyle=":", label="as sure as right")
    for name, outcome in outcomes.items():
        found = [one for one in bins(outcome) if one]
        said, right = [one.said for one in found], [one.right for one in found]
        axes.plot(said, right, label=name, markersize=4, **_STYLES[name])
    _counts(axes, outcomes[OURS])
    axes.set_ylim(0, 1)


def _counts(axes: Any, outcome: Outcome) -> None:
    """Draw how many questions are in each tenth of our confidence, the tallest a fifth of the height."""
    counts = np.array([one.count if one else 0 for one in bins(outcome)])
    places = (np.arange(len(counts)) + 0.5) / len(counts)
    heights = counts / counts.max() / 5
    axes.bar(places, heights, width=0.09, color=_FAINT, alpha=0.3, label="questions, by our confidence")


def _risk(axes: Any, outcomes: Mapping[str, Outcome], most_wrong: float) -> None:
    shares = np.linspace(0.02, 1, 50)
    axes.plot(
        shares, most_wrong / shares, color=_FAINT, linewidth=1, linestyle=":", label=f"{most_wrong:.0%} of all wrong"
    )
    for name, outcome in outcomes.items():
        style = dict(_STYLES[name])
        marker = style.pop("marker")
        axes.plot(shares, [at_coverage(outcome, share) for share in shares], label=name, **style)
        style |= {"zorder": style.get("zorder", 2) + 2, "markersize": 8, "markeredgecolor": _INK}
        axes.plot(*answered(outcome), marker=marker, **style)
    axes.plot([], [], marker="o", linestyle="", color=_FAINT, markeredgecolor=_INK, label="at the threshold chosen")
    axes.set_ylim(0, 0.4)
