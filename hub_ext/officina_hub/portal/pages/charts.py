"""Plots drawn on the server as SVG: small, still, and always with their numbers as text beside.

Colours and sizes come from the style sheet by class, because the content policy allows no inline
style; a plot is an image with a name for a screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from markupsafe import Markup

BAR_WIDTH: Final = 120
BAR_HEIGHT: Final = 8
ROW_HEIGHT: Final = 52
LABEL_HEIGHT: Final = 20
PIECE_HEIGHT: Final = 20


class Part(NamedTuple):
    """One piece of a stacked bar: how many, and the class that colours it."""

    learners: int
    css_class: str


class Row(NamedTuple):
    """One bar of the class plot with its label."""

    label: str
    parts: tuple[Part, ...]


def mark_bar(score: float, max_score: float, label: str) -> Markup:
    """A bar filled by the share of points; ``label`` says the same in words."""
    share = min(1.0, max(0.0, score / max_score)) if max_score else 0.0
    filled = round(BAR_WIDTH * share, 1)
    return Markup(
        '<svg class="mark-bar" role="img" aria-label="{label}" viewBox="0 0 {w} {h}" '
        'width="{w}" height="{h}">'
        '<rect class="mark-bar-ground" width="{w}" height="{h}" rx="4"/>'
        '<rect class="mark-bar-fill" width="{filled}" height="{h}" rx="4"/></svg>'
    ).format(label=label, w=BAR_WIDTH, h=BAR_HEIGHT, filled=filled)


def class_plot(rows: Sequence[Row], label: str) -> Markup:
    """One stacked bar for each exercise: how many learners stand where.

    Widths are shares of the room there is, so that the letters keep their size on a small screen.
    """
    drawn = Markup("").join(_class_row(index, row) for index, row in enumerate(rows))
    return Markup(
        '<svg class="class-plot" role="img" aria-label="{label}" width="100%" height="{h}">'
        "{rows}</svg>"
    ).format(label=label, h=ROW_HEIGHT * len(rows), rows=drawn)


def _class_row(index: int, row: Row) -> Markup:
    top = index * ROW_HEIGHT
    whole = sum(part.learners for part in row.parts) or 1
    left = 0.0
    label = Markup('<text class="plot-label" x="0" y="{}">{}</text>').format(top + 14, row.label)
    pieces = [label]
    for part in row.parts:
        width = 100 * part.learners / whole
        if part.learners:
            pieces.append(_piece(part, left=left, top=top + LABEL_HEIGHT, width=width))
        left += width
    return Markup("").join(pieces)


def _piece(part: Part, *, left: float, top: int, width: float) -> Markup:
    return Markup(
        '<rect class="{css}" x="{x}%" y="{y}" width="{width}%" height="{h}"/>'
        '<text class="{css}-ink" x="{middle}%" y="{base}">{count}</text>'
    ).format(
        css=part.css_class,
        x=round(left, 2),
        y=top,
        width=round(max(width - 0.3, 0.3), 2),
        h=PIECE_HEIGHT,
        middle=round(left + width / 2, 2),
        base=top + 15,
        count=part.learners,
    )
