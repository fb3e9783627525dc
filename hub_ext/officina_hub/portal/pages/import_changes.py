"""``/imports/<id>/changes``: what a new version has that learners do not have yet."""

from __future__ import annotations

from typing import Final, NamedTuple

from pydantic import JsonValue
from sqlalchemy.orm import Session

from officina_hub.portal.errors import NotFound
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.release_differences import StoredRelease, difference, stored_release
from officina_hub.portal.store.imports import import_out, learners_have
from officina_widgets.import_wire import ImportOut

NOTHING_BEFORE: Final = (
    "Learners here have no version of {course_id}, or this very one, or it was discarded, so there "
    "is nothing to compare. Look at the import's own page."
)
SIGNS: Final = {"+": "added", "-": "removed", "@": "place"}


class TwoVersions(NamedTuple):
    """The import, its files, and those of the release that learners have."""

    one: ImportOut
    old: StoredRelease
    new: StoredRelease


def two_versions(session: Session, release_id: int) -> TwoVersions:
    """What is to be compared; raises ``NotFound`` where there is nothing before."""
    one = import_out(session, release_id)
    before = learners_have(session, one.course_id)
    if before is None or before.id == release_id or one.state == "discarded":
        raise NotFound("nothing-before", NOTHING_BEFORE.format(course_id=one.course_id))
    return TwoVersions(one, stored_release(session, before.id), stored_release(session, release_id))


def shown_value(value: JsonValue) -> str:
    """A fact of ``course.toml`` for readers."""
    listed = value if isinstance(value, list) else [value]
    return ", ".join(str(each) for each in listed if each is not None)


class ImportChangesHandler(PageHandler):
    """The difference, by course.toml, packages, files and cells."""

    right = "imports.decide"
    door = "teach"

    async def get(self, release_id: str) -> None:
        both = await self.portal.read(two_versions, int(release_id))
        found = await self.portal.work(difference, both.old, both.new, self.portal.blobs)
        self.render_page(
            "import_changes.html",
            one=both.one,
            found=found,
            shown=shown_value,
            line_class=lambda line: f"line-{SIGNS.get(line[:1], 'same')}",
        )
