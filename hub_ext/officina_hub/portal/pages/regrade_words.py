"""A preview of grading again in words, as a table that can be sorted, and as a plot."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from babel.support import NullTranslations
from markupsafe import Markup

from officina_hub.portal.pages.charts import DifferenceBar, difference_plot
from officina_hub.portal.pages.states import Chip
from officina_widgets.regrade_wire import RegradeLineOut, RegradeOut

BUSY: Final = frozenset({"previewing", "confirming", "undoing"})
MOST_BARS_A_SIDE: Final = 6
SORTS: Final = ("change", "user", "before", "after")
DEFAULT_SORT: Final = "change"


class Line(NamedTuple):
    """One row of the table."""

    work: RegradeLineOut
    chip: Chip
    note: str


class Summary(NamedTuple):
    """How many gain, lose, stay, and could not be compared."""

    gain: int
    lose: int
    stay: int
    unknown: int
    by_hand: int
    to_look_at: int
    replaced: int
    left: int


class Shown(NamedTuple):
    """Everything that the page says of the lines."""

    summary: Summary
    lines: tuple[Line, ...]
    bars: tuple[DifferenceBar, ...]
    plot: Markup
    can_confirm: bool


def shown(
    t: NullTranslations,
    run: RegradeOut,
    points: Callable[[float], str],
    *,
    sort: str = DEFAULT_SORT,
    search: str = "",
) -> Shown:
    """The lines of a preview; ``search`` narrows the table, never the plot or the counts."""
    wanted = search.casefold().strip()
    listed = [line for line in run.lines if wanted in line.user.casefold()]
    listed.sort(key=_KEYS.get(sort, _by_change))
    bars = difference_bars(
        t, [d for line in run.lines if (d := line.difference) is not None], points
    )
    label = t.gettext("How many learners gain or lose how many points")
    return Shown(
        summary=_summary(run.lines),
        lines=tuple(Line(line, _chip(t, line), _note(t, line)) for line in listed),
        bars=bars,
        plot=difference_plot(bars, label),
        can_confirm=not run.is_outdated
        and any(line.state == "previewed" and not line.is_replaced for line in run.lines),
    )


def state_sentence(t: NullTranslations, run: RegradeOut) -> str:
    """Where it stands and what that means for marks."""
    sentences = {
        "previewing": t.gettext(
            "The submissions are being graded again. Nothing is written: marks, feedback and "
            "gradebook stay as they are until you decide."
        ),
        "ready": t.gettext(
            "This is what grading again would change. Nothing has been written yet: you decide."
        ),
        "confirming": t.gettext(
            "The new marks are being written, each after it came out as in the preview once more."
        ),
        "confirmed": t.gettext("The new marks are written and the learners can see them."),
        "undoing": t.gettext("The earlier marks are being put back."),
        "undone": t.gettext("The earlier marks were put back."),
        "discarded": t.gettext("This preview was discarded. Nothing was changed."),
    }
    return sentences[run.state]


def difference_bars(
    t: NullTranslations, differences: Sequence[float], points: Callable[[float], str]
) -> tuple[DifferenceBar, ...]:
    """From the largest loss to the largest gain; many different ones are put together in steps."""
    step = _step(differences)
    counts = Counter(_bin(each, step) for each in differences)
    return tuple(
        DifferenceBar(_bar_label(t, edge, step, points), counts[edge], _colour(edge))
        for edge in sorted(counts)
    )


def signed(value: float, points: Callable[[float], str]) -> str:
    """Points with their sign."""
    return f"+{points(value)}" if value > 0 else points(value)


def _step(differences: Sequence[float]) -> float:
    """The width of a bar in points; zero where each difference gets one of its own."""
    if len({round(each, 2) for each in differences}) <= 2 * MOST_BARS_A_SIDE:
        return 0.0
    return float(math.ceil(max(abs(each) for each in differences) / MOST_BARS_A_SIDE))


def _bin(difference: float, step: float) -> float:
    """The outer end of the bar that a difference belongs to; no change is a bar of its own."""
    rounded = round(difference, 2)
    if not step or not rounded:
        return rounded
    return math.copysign(math.ceil(abs(rounded) / step) * step, rounded)


def _bar_label(
    t: NullTranslations, edge: float, step: float, points: Callable[[float], str]
) -> str:
    if not edge:
        return t.gettext("no change")
    if not step:
        return signed(edge, points)
    inner = edge - math.copysign(step, edge)
    least, most = sorted((inner, edge))
    words = {"least": signed(least, points), "most": signed(most, points)}
    return t.gettext("%(least)s to %(most)s") % words


def _colour(edge: float) -> str:
    if not edge:
        return "plot-none"
    return "plot-done" if edge > 0 else "plot-problem"


def _summary(lines: Sequence[RegradeLineOut]) -> Summary:
    differences = [line.difference for line in lines]
    return Summary(
        gain=sum(1 for each in differences if each is not None and each > 0),
        lose=sum(1 for each in differences if each is not None and each < 0),
        stay=sum(1 for each in differences if each == 0),
        unknown=sum(1 for each in differences if each is None),
        by_hand=sum(1 for line in lines if line.by_hand),
        to_look_at=sum(1 for line in lines if line.needs_manual),
        replaced=sum(1 for line in lines if line.is_replaced),
        left=sum(1 for line in lines if line.state in {"left", "kept"}),
    )


def _chip(t: NullTranslations, line: RegradeLineOut) -> Chip:
    chips = {
        "waiting": Chip(t.gettext("Not graded again yet"), "fa-hourglass-half", "state-waiting"),
        "failed": Chip(
            t.gettext("Could not be graded again"), "fa-triangle-exclamation", "state-problem"
        ),
        "writing": Chip(t.gettext("Being written"), "fa-gears", "state-busy"),
        "left": Chip(t.gettext("Left as it was"), "fa-triangle-exclamation", "state-late"),
        "restoring": Chip(t.gettext("Being put back"), "fa-gears", "state-busy"),
        "restored": Chip(t.gettext("Put back"), "fa-rotate-left"),
        "kept": Chip(t.gettext("Keeps the new marks"), "fa-triangle-exclamation", "state-late"),
    }
    found = chips.get(line.state)
    return found or _outcome(t, line.difference or 0)


def _outcome(t: NullTranslations, difference: float) -> Chip:
    if difference > 0:
        return Chip(t.gettext("Gains"), "fa-arrow-up", "state-graded")
    if difference < 0:
        return Chip(t.gettext("Loses"), "fa-arrow-down", "state-problem")
    return Chip(t.gettext("Stays"), "fa-equals")


def _note(t: NullTranslations, line: RegradeLineOut) -> str:
    if line.is_replaced and line.state == "previewed":
        return t.gettext(
            "Has another attempt that counts by now, so this one will be left as it is."
        )
    return ""


def _by_change(line: RegradeLineOut) -> tuple[bool, float, str]:
    """Losses first, then gains by size; those that stay or are not known are last."""
    difference = line.difference
    if not difference:
        return (difference is None, math.inf, line.user)
    return (False, difference if difference < 0 else 1 / difference, line.user)


_KEYS: Final[dict[str, Callable[[RegradeLineOut], tuple[object, ...]]]] = {
    "change": _by_change,
    "user": lambda line: (line.user.casefold(), line.user),
    "before": lambda line: (-1 if line.before is None else line.before, line.user),
    "after": lambda line: (-1 if line.after is None else line.after, line.user),
}
