"""What a bench prints: a table for people, then one line of JSON for programs."""

import json
from collections.abc import Mapping, Sequence


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print rows under a head, columns as wide as their widest cell; numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    print(f"\n{title}")
    print("  ".join(name.ljust(width) for name, width in zip(head, widths, strict=True)).rstrip())
    for row, texts in zip(rows, cells, strict=True):
        print("  ".join(_placed(*both) for both in zip(row, texts, widths, strict=True)).rstrip())


def report(**figures: object) -> None:
    """Print the figures as the last line: one JSON object; numbers in tables within it are rounded too."""
    print(f"\n{json.dumps(_rounded(figures))}")


def verdict(aims: Mapping[str, bool]) -> None:
    """Print each aim with whether it was reached."""
    for aim, is_reached in aims.items():
        print(f"aim {aim}: {'reached' if is_reached else 'MISSED'}")


def _rounded(value: object) -> object:
    if isinstance(value, Mapping):
        return {name: _rounded(inner) for name, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _placed(value: object, text: str, width: int) -> str:
    return text.rjust(width) if isinstance(value, int | float) else text.ljust(width)
