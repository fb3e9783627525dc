"""``…/teach/regrades/<id>``: what grading an exercise again would change, and the decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from officina_hub.portal.errors import BadRequest
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.regrade_words import (
    BUSY,
    DEFAULT_SORT,
    SORTS,
    shown,
    signed,
    state_sentence,
)
from officina_hub.portal.pages.teach import TrainerHandler, title_of
from officina_hub.portal.store.courses import find_exercise
from officina_hub.portal.store.regrade_view import one_regrade
from officina_hub.portal.store.regrades import confirm, discard, start, undo
from officina_hub.portal.store.spreadsheet import as_csv
from officina_widgets.regrade_wire import RegradeOut

LONGEST_REASON = 500
NO_REASON = (
    "The marks were not written, because no reason was given, and learners whose marks change are "
    "told the reason. Write a sentence for them and confirm again."
)
HEAD = (
    "user",
    "attempt",
    "state",
    "before",
    "after",
    "difference",
    "of",
    "changed cells",
    "by hand",
    "message",
)


class RegradePage(RegradeOut):
    """A preview with the names that a page needs."""

    course_title: str
    exercise_title: str


def read_page(session: Session, course_id: str, regrade_id: str) -> RegradePage:
    """What the page is about; raises ``NotFound``."""
    run = one_regrade(session, course_id, regrade_id)
    return RegradePage(
        **dict(run),
        course_title=title_of(session, course_id),
        exercise_title=find_exercise(session, course_id, run.exercise_id).title,
    )


class RegradeBase(TrainerHandler):
    """The base of what a trainer does about grading again."""

    right = "regrades.write"

    def go_to(self, course_id: str, regrade_id: str) -> None:
        """Wake whoever waits for work, and show the preview."""
        self.portal.work_bell.ring()
        self.portal.news_bell.ring()
        self.go(f"courses/{course_id}/teach/regrades/{regrade_id}")


class StartRegradeHandler(RegradeBase):
    """Begins a preview, or finds the one under way."""

    async def post(self, course_id: str, exercise_id: str) -> None:
        self.go_to(course_id, await self.portal.write(start, course_id, exercise_id, self.act()))


class RegradeHandler(RegradeBase):
    """The preview, and how far it is while it is being made."""

    async def get(self, course_id: str, regrade_id: str) -> None:
        run = await self.portal.read(read_page, course_id, regrade_id)
        is_busy = run.state in BUSY
        if self.is_partial and not is_busy and self.get_query_argument("seen", ""):
            # What was waited for is there: the page is another one now.
            self.set_header("HX-Refresh", "true")
            self.finish()
            return
        here = self.address(f"courses/{course_id}/teach/regrades/{regrade_id}")
        sort = self.get_query_argument("sort", DEFAULT_SORT)
        search = self.get_query_argument("search", "")[:200]
        formats = Formats(self.reader.language, zone_named(self.reader.zone))
        self.render_live(
            "regrade.html",
            "_parts/regrade_progress.html",
            here,
            is_live=is_busy,
            run=run,
            is_busy=is_busy,
            news=f"{here}/news",
            address=here,
            sentence=state_sentence(self.t, run),
            sort=sort if sort in SORTS else DEFAULT_SORT,
            search=search,
            longest_reason=LONGEST_REASON,
            signed=lambda value: signed(value, formats.points),
            shown=shown(self.t, run, formats.points, sort=sort, search=search),
        )


class ConfirmRegradeHandler(RegradeBase):
    """Has the previewed marks written."""

    async def post(self, course_id: str, regrade_id: str) -> None:
        reason = self.get_body_argument("reason", "")[:LONGEST_REASON]
        if not reason:
            raise BadRequest("no-reason", NO_REASON)
        await self.portal.write(confirm, course_id, regrade_id, reason, self.act())
        self.go_to(course_id, regrade_id)


class DiscardRegradeHandler(RegradeBase):
    """Drops a preview."""

    async def post(self, course_id: str, regrade_id: str) -> None:
        await self.portal.write(discard, course_id, regrade_id, self.act())
        self.portal.news_bell.ring()
        self.flash(self.t.gettext("The preview is discarded. Nothing was changed."))
        self.go(f"courses/{course_id}/teach")


class UndoRegradeHandler(RegradeBase):
    """Has the earlier marks put back."""

    async def post(self, course_id: str, regrade_id: str) -> None:
        await self.portal.write(undo, course_id, regrade_id, self.act())
        self.go_to(course_id, regrade_id)


class RegradeCsvHandler(RegradeBase):
    """The preview for a spreadsheet."""

    async def get(self, course_id: str, regrade_id: str) -> None:
        run = await self.portal.read(one_regrade, course_id, regrade_id)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        name = f"{course_id}-{run.exercise_id}-regrade.csv"
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(as_csv(csv_rows(run)))


def csv_rows(run: RegradeOut) -> Iterator[Sequence[str]]:
    """One row for each attempt, with what changes in it."""
    yield HEAD
    for line in run.lines:
        yield (
            line.user,
            str(line.attempt),
            line.state,
            *(_number(each) for each in (line.before, line.after, line.difference)),
            _number(line.max_score),
            "; ".join(f"{each.notebook}/{each.cell}" for each in line.changes),
            "; ".join(line.by_hand),
            line.message,
        )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"
