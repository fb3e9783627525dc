"""``/courses/<c>/teach/exercises/<e>``: how one exercise went, and the same as CSV."""

from __future__ import annotations

from typing import Final, NamedTuple

from babel.support import NullTranslations
from markupsafe import Markup
from pydantic import ValidationError

from officina_hub.portal.pages.charts import Column, distribution
from officina_hub.portal.pages.teach import TrainerHandler, title_of
from officina_hub.portal.store.overview import TENTHS, CellSummary, OverviewQuery, Scores, overview
from officina_hub.portal.store.overview_csv import overview_csv

ENOUGH: Final = 10  # below that a percentage says more than is known
SLOWEST: Final = 10


class Band(NamedTuple):
    """One column of the distribution as a line of its table."""

    label: str
    learners: int


def bands(t: NullTranslations, scores: Scores) -> tuple[Band, ...]:
    """The columns in words."""
    ranges = [
        t.gettext("%(low)s to below %(high)s %%") % {"low": low * TENTHS, "high": high * TENTHS}
        for low, high in zip(range(TENTHS), range(1, TENTHS + 1), strict=True)
    ]
    named = (*ranges, t.gettext("All points"))
    return tuple(Band(*pair) for pair in zip(named, scores.tenths, strict=True))


def score_plot(t: NullTranslations, scores: Scores) -> Markup:
    """How many reached which share of the points."""
    columns = [Column(str(place * TENTHS), count) for place, count in enumerate(scores.tenths)]
    return distribution(columns, t.gettext("How many reached which share of the points"))


def slowest(cells: tuple[CellSummary, ...]) -> tuple[CellSummary, ...]:
    """The cells that took longest at the median, of those whose time is known."""
    timed = [cell for cell in cells if cell.median_seconds is not None]
    timed.sort(key=lambda cell: -(cell.median_seconds or 0))
    return tuple(timed[:SLOWEST])


class OverviewHandler(TrainerHandler):
    """The base of both: the exercise summed up as the address asks for it."""

    right = "gradebook.read"

    def wish(self) -> OverviewQuery:
        """Which work is meant; what makes no sense asks for nothing."""
        asked = {name: self.get_query_argument(name, "") for name in ("which", "version")}
        try:
            return OverviewQuery.model_validate({k: v for k, v in asked.items() if v})
        except ValidationError:
            return OverviewQuery()


class ExerciseOverviewHandler(OverviewHandler):
    """The page."""

    async def get(self, course_id: str, exercise_id: str) -> None:
        wish = self.wish()
        shown = await self.portal.read(overview, course_id, exercise_id, wish)
        scores = shown.scores
        self.render_page(
            "exercise_overview.html",
            course_id=course_id,
            course_title=await self.portal.read(title_of, course_id),
            base=self.address(f"courses/{course_id}/teach"),
            here=f"exercises/{exercise_id}",
            wish=wish,
            shown=shown,
            enough=ENOUGH,
            bands=bands(self.t, scores) if scores else (),
            plot=score_plot(self.t, scores) if scores else "",
            slowest=slowest(shown.cells),
        )


class OverviewCsvHandler(OverviewHandler):
    """The same for a spreadsheet."""

    async def get(self, course_id: str, exercise_id: str) -> None:
        shown = await self.portal.read(overview, course_id, exercise_id, self.wish())
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        name = f"{course_id}-{shown.exercise.id}-overview.csv"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(overview_csv(shown))
