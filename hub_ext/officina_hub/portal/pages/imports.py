"""``/imports``: courses from elsewhere, how they ran here, and what becomes of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final, NamedTuple

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from officina_courses.gates.report import GateReport
from officina_courses.model import COURSE_ID_PATTERN
from officina_courses.version_order import is_older
from officina_hub.portal.errors import BadRequest
from officina_hub.portal.importing_offers import import_offer
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.proof_cells import by_notebook
from officina_hub.portal.pages.proof_progress import shown_progress
from officina_hub.portal.pages.states import release_chip
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.import_offers import offer_of_record
from officina_hub.portal.store.imports import (
    discard_import,
    import_out,
    imports_of,
    learners_have,
    proof_of,
    prove_again,
    publish_import,
)
from officina_widgets.import_wire import ImportOut

Deed = Callable[[Session, int, Act], ImportOut]

BAD_NAME: Final = (
    "{name!r} cannot be the id of a course, so nothing was imported. Use small letters, digits and "
    "hyphens, beginning with a letter, such as first-steps-from-lumi."
)
BUSY: Final = frozenset({"proving", "preparing"})
GATES: Final[dict[str, str]] = {"passed": "state-graded", "failed": "state-problem"}


def sentence(t: NullTranslations, one: ImportOut) -> str:
    """Where it stands, and what to do now."""
    if one.state == "proving":
        return t.gettext(
            "The course is run here as learners' work is: its solutions, the untouched version and "
            "its wrong answers. That takes minutes; you may close this page."
        )
    if one.state == "proved":
        return t.gettext("It ran green on this hub's own machines. Nobody sees it before you say.")
    if one.state == "unproved":
        return t.gettext(
            "It did not run green here, so it cannot be published. Nobody sees it. What was found "
            "stands below; mend what is missing here and run it again, or tell those who made it."
        )
    if one.state == "preparing":
        return t.gettext("What learners get is being made.")
    if one.state == "published":
        return t.gettext("Learners have it.")
    if one.state == "failed":
        return t.gettext("Making what learners get failed. They keep what they had.")
    return t.gettext("It was discarded. Nothing of it was published.")


class WithEarlier(NamedTuple):
    """The import, whether learners have another version of its course, and that one's proof."""

    one: ImportOut
    has_changes: bool
    earlier: GateReport | None
    newer: str = ""  # the version that learners have, where that is the later one


def _with_earlier(session: Session, release_id: int) -> WithEarlier:
    one = import_out(session, release_id)
    before = learners_have(session, one.course_id)
    if before is None or before.id == release_id or one.state == "discarded":
        return WithEarlier(one, has_changes=False, earlier=None)
    newer = before.version if is_older(one.version, before.version) else ""
    return WithEarlier(one, has_changes=True, earlier=proof_of(session, before.id), newer=newer)


class ImportsHandler(PageHandler):
    """All that one brought in."""

    right = "imports.create"
    door = "teach"

    async def get(self) -> None:
        imports = await self.portal.read(imports_of, self.person)
        self.render_page(
            "imports.html", imports=imports, chip=lambda one: release_chip(self.t, one.state)
        )


class ImportHandler(PageHandler):
    """One of them, and how far it is while it is run."""

    right = "imports.decide"
    door = "teach"

    async def get(self, release_id: str) -> None:
        one, has_changes, earlier, newer = await self.portal.read(_with_earlier, int(release_id))
        is_busy = one.state in BUSY
        if self.is_partial and not is_busy and self.get_query_argument("seen", ""):
            # What was waited for is there: the page is another one now.
            self.set_header("HX-Refresh", "true")
            self.finish()
            return
        here = self.address(f"imports/{release_id}")
        told = one.progress
        steps = shown_progress(self.t, told, self.portal.clock()) if told else None
        self.render_live(
            "import.html",
            "_parts/import_progress.html",
            here,
            is_live=is_busy,
            one=one,
            is_busy=is_busy,
            steps=steps,
            has_changes=has_changes,
            newer=newer,
            news=f"{here}/news",
            address=here,
            chip=release_chip(self.t, one.state),
            sentence=sentence(self.t, one),
            notebooks=by_notebook(self.t, one.proof, earlier) if one.proof else {},
            gate_classes=GATES,
        )


class ImportOfferHandler(PageHandler):
    """Takes a course over that a peer offers, from its page in the catalogue."""

    right = "imports.create"

    async def post(self, record_id: str) -> None:
        name = self.get_body_argument("course_id", "").strip()
        if name and not re.fullmatch(COURSE_ID_PATTERN, name):
            raise BadRequest("bad-name", BAD_NAME.format(name=name[:60]))
        offer = await self.portal.read(offer_of_record, record_id)
        one = await import_offer(self.portal, offer, self.act(), course_id=name or None)
        self.go(f"imports/{one.release_id}")


class _Decision(PageHandler):
    """The base of decisions on one import; the page that follows shows what came of it."""

    right = "imports.decide"

    async def carry_out(self, deed: Deed, release_id: str) -> None:
        """Do it, wake whoever waits for work, and show where the import stands."""
        await self.portal.write(deed, int(release_id), self.act())
        self.portal.work_bell.ring()
        self.portal.news_bell.ring()
        self.go(f"imports/{release_id}")


class PublishImportHandler(_Decision):
    """Lets learners have it."""

    async def post(self, release_id: str) -> None:
        same = self.get_body_argument("same_maker_as", "") or None
        older = self.get_body_argument("instead_of", "") or None
        deed = partial(publish_import, same_maker_as=same, instead_of=older)
        await self.carry_out(deed, release_id)


class ProveAgainHandler(_Decision):
    """Has it run once more."""

    async def post(self, release_id: str) -> None:
        await self.carry_out(prove_again, release_id)


class DiscardImportHandler(_Decision):
    """Lets it go."""

    async def post(self, release_id: str) -> None:
        await self.carry_out(discard_import, release_id)
