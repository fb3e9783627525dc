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
PIECE_HEIGHT: Final = 20
COLUMN_ROOM: Final = 120  # the height of the highest column of a distribution
COLUMN_GAP: Final = 0.8
NUMBER_PERCENT: Final = 6  # of 280 pixels on a phone: two digits and a little air


class Part(NamedTuple):
    """One piece of a stacked bar: how many, and the class that colours it."""

    learners: int
    css_class: str


class Column(NamedTuple):
    """One column of a distribution: what stands below it, and how many it is."""

    label: str
    learners: int


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
    """One stacked bar for each exercise below its title: how many learners stand where.

    Titles are text of the page, which breaks where the screen ends; widths are shares of the room
    there is. To a screen reader all of it is one image.
    """
    drawn = Markup("").join(_class_row(row) for row in rows)
    return Markup('<div class="class-plot" role="img" aria-label="{label}">{rows}</div>').format(
        label=label, rows=drawn
    )


def _class_row(row: Row) -> Markup:
    whole = sum(part.learners for part in row.parts) or 1
    left = 0.0
    pieces = Markup("")
    for part in row.parts:
        width = 100 * part.learners / whole
        if part.learners:
            pieces += _piece(part, left=left, width=width)
        left += width
    return Markup(
        '<p class="plot-label">{label}</p>'
        '<svg class="plot-bar" width="100%" height="{h}">{pieces}</svg>'
    ).format(label=row.label, h=PIECE_HEIGHT, pieces=pieces)


def _piece(part: Part, *, left: float, width: float) -> Markup:
    """A coloured piece, with its number where there is room for one."""
    drawn = Markup('<rect class="{css}" x="{x}%" width="{width}%" height="{h}"/>').format(
        css=part.css_class,
        x=round(left, 2),
        width=round(max(width - 0.3, 0.3), 2),
        h=PIECE_HEIGHT,
    )
    if width < NUMBER_PERCENT:
        return drawn
    return drawn + Markup('<text class="{css}-ink" x="{middle}%" y="15">{count}</text>').format(
        css=part.css_class, middle=round(left + width / 2, 2), count=part.learners
    )


def distribution(columns: Sequence[Column], label: str) -> Markup:
    """Columns side by side, each with its number above and its name below; one image in all."""
    highest = max((column.learners for column in columns), default=0) or 1
    width = 100 / max(1, len(columns))
    drawn = Markup("").join(
        _column(column, left=place * width, width=width, highest=highest)
        for place, column in enumerate(columns)
    )
    return Markup(
        '<svg class="distribution" role="img" aria-label="{label}" width="100%" height="{h}">'
        '{columns}<line class="distribution-ground" x1="0" x2="100%" y1="{y}" y2="{y}"/></svg>'
    ).format(label=label, h=COLUMN_ROOM + 40, columns=drawn, y=COLUMN_ROOM + 20)


def _column(column: Column, *, left: float, width: float, highest: int) -> Markup:
    height = round(COLUMN_ROOM * column.learners / highest, 1)
    top = COLUMN_ROOM + 20 - height
    bar = Markup('<rect class="plot-done" x="{x}%" y="{y}" width="{w}%" height="{h}"/>').format(
        x=round(left + COLUMN_GAP / 2, 2), y=top, w=round(width - COLUMN_GAP, 2), h=height
    )
    texts: list[tuple[str, float]] = [(column.label, COLUMN_ROOM + 36)]
    if column.learners:
        texts.append((str(column.learners), top - 5))
    return bar + Markup("").join(
        Markup('<text x="{x}%" y="{y}">{text}</text>').format(
            x=round(left + width / 2, 2), y=round(y, 1), text=text
        )
        for text, y in texts
    )


class DifferenceBar(NamedTuple):
    """How many learners gain or lose so much, and the class that colours the bar."""

    label: str
    learners: int
    css_class: str


def difference_plot(bars: Sequence[DifferenceBar], label: str) -> Markup:
    """One bar below its label for each difference, the longest as wide as there is room."""
    most = max((bar.learners for bar in bars), default=1)
    drawn = Markup("").join(_difference_row(bar, most) for bar in bars)
    return Markup(
        '<div class="class-plot difference-plot" role="img" aria-label="{label}">{bars}</div>'
    ).format(label=label, bars=drawn)


def _difference_row(bar: DifferenceBar, most: int) -> Markup:
    return Markup(
        '<p class="plot-label">{label}</p><svg class="plot-bar" width="100%" height="{h}">'
        '<rect class="{css}" width="{width}%" height="{h}"/>'
        '<text class="plot-count" x="{width}%" dx="6" y="15">{count}</text></svg>'
    ).format(
        label=bar.label,
        css=bar.css_class,
        width=round(85 * bar.learners / most, 2),
        h=PIECE_HEIGHT,
        count=bar.learners,
    )
