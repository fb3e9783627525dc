"""``/catalogue/{record_id}/history``: who did what when, and taking each step back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

from babel.support import NullTranslations
from sqlalchemy.orm import Session

from officina_hub.portal.errors import Conflict, Forbidden
from officina_hub.portal.pages.curate.base import CuratorHandler
from officina_hub.portal.pages.curate.desk import state_name
from officina_hub.portal.pages.curate.difference import Changed, field_changes
from officina_hub.portal.pages.curate.readable import Readable
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_curating import set_state, undo
from officina_hub.portal.store.catalogue_drafts import Draft, Opened, drafts_of, open_record
from officina_hub.portal.store.catalogue_read import Change, history
from officina_hub.portal.store.catalogue_reviews import take_up_again
from officina_widgets.catalogue.words import in_language

BEFORE_PUBLICATION: Final = (
    "Step {change_id} is from before this record was first published, so it was not taken back: "
    "words would be public that nobody but their author has read. Write them into the form, and "
    "ask for a review."
)


class Step(NamedTuple):
    """One line of the history; ``deed`` is the button that takes it back, if there is one."""

    at: datetime
    who: str
    what: str
    word: str
    changes: list[Changed]
    deed: str


class HistoryHandler(CuratorHandler):
    """The history, newest first."""

    async def get(self, record_id: str) -> None:
        seen, changes, drafts = await self.portal.read(_all_of, record_id)
        read = Readable(self.t, self.reader.language)
        steps = [
            self._of_change(one, read)._replace(
                deed=f"undo:{one.id}" if can_be_undone(one, changes) else ""
            )
            for one in changes
        ]
        steps += [self._of_draft(one, seen) for one in drafts]
        self.render_page(
            "curate_history.html",
            seen=seen,
            title=in_language(seen.fields["title"], (self.reader.language,)),
            steps=sorted(steps, key=lambda step: step.at, reverse=True),
            state_name=lambda state: state_name(self.t, state),
        )

    async def post(self, record_id: str) -> None:
        deed, number = self.deed()
        seen = await self.portal.read(open_record, record_id)
        key = int(number) if number.isdecimal() and len(number) < 10 else 0
        try:
            if deed == "undo":
                await self.portal.write(_undo_of, record_id, key, self.act())
                self.portal.catalogue_bell.ring()
                self.flash(self.t.gettext("That step is taken back."))
            elif deed == "again":
                await self.portal.write(take_up_again, seen, key, self.act())
                self.flash(self.t.gettext("The draft is open again."))
        except Conflict:
            text = self.t.gettext(
                "That step was not taken back, because the same was changed again since, and that "
                "would be lost. Take back the newer step first."
            )
            self.flash(text, "warning")
        self.go(f"catalogue/{record_id}/history")

    def _of_change(self, one: Change, read: Readable) -> Step:
        pairs = {
            name: (told["before"].get("value"), told["after"].get("value"))
            for name, told in one.fields.items()
            if "before" in told and told["before"] != told["after"]  # else it is a lock's
        }
        fields = ", ".join(read.label(name) for name in one.fields)
        what = deed_name(self.t, one.deed)
        if one.state_after != one.state_before:
            what = f"{what}: {state_name(self.t, one.state_after)}"
        elif fields:
            what = f"{what}: {fields}"
        return Step(one.at, one.by, what, "", field_changes(pairs, read), "")

    def _of_draft(self, one: Draft, seen: Opened) -> Step:
        is_idle = one.state == "discarded" and seen.draft is None
        last_author = one.authors[-1] if one.authors else ""
        who = one.reviewed_by if one.reviewed_by and one.state != "writing" else last_author
        authors = self.t.gettext("written by %(who)s") % {"who": ", ".join(one.authors)}
        return Step(
            max(one.written_at, one.reviewed_at or one.written_at),
            who,
            f"{draft_name(self.t, one.state)} ({authors})",
            one.word,
            [],
            f"again:{one.id}" if is_idle else "",
        )


class WithdrawHandler(CuratorHandler):
    """Asks whether a record is to be taken away from everybody."""

    async def get(self, record_id: str) -> None:
        seen = await self.portal.read(open_record, record_id)
        title = in_language(seen.fields["title"], (self.reader.language,))
        self.render_page("curate_withdraw.html", seen=seen, title=title)

    async def post(self, record_id: str) -> None:
        await self.portal.write(set_state, record_id, "withdrawn", self.act())
        self.portal.catalogue_bell.ring()
        self.flash(self.t.gettext("It is withdrawn. The first step of the history brings it back."))
        self.go(f"catalogue/{record_id}/history")


def deed_name(t: NullTranslations, deed: str) -> str:
    """What somebody did."""
    return {
        "added": t.gettext("Added"),
        "updated": t.gettext("Changed by its source"),
        "set": t.gettext("Written"),
        "locked": t.gettext("Kept from loads"),
        "unlocked": t.gettext("Given back to the source"),
        "state": t.gettext("State"),
        "gone": t.gettext("Gone from its source"),
        "back": t.gettext("Back in its source"),
        "undone": t.gettext("Taken back"),
    }.get(deed, deed)


def draft_name(t: NullTranslations, state: str) -> str:
    """How a draft went."""
    return {
        "writing": t.gettext("Draft in writing"),
        "waiting": t.gettext("Draft waits for review"),
        "returned": t.gettext("Draft sent back"),
        "published": t.gettext("Draft published"),
        "discarded": t.gettext("Draft discarded"),
    }[state]


def _all_of(
    session: Session, record_id: str
) -> tuple[Opened, tuple[Change, ...], tuple[Draft, ...]]:
    return (
        open_record(session, record_id),
        history(session, record_id),
        drafts_of(session, record_id),
    )


def can_be_undone(change: Change, changes: Sequence[Change]) -> bool:
    """Whether one curator alone may take it back.

    Not what was done before a record was first published. Its author's first words stand there,
    which the reviewer of the draft never saw, and they would be public without a second reader.
    """
    published = [one.id for one in changes if one.state_after == "published"]
    return not published or change.id >= min(published)


def _undo_of(session: Session, record_id: str, change_id: int, act: Act) -> None:
    """Undo a change of this record; one of another's is no step of this history."""
    changes = history(session, record_id)
    change = next((one for one in changes if one.id == change_id), None)
    if change is None:
        return
    if not can_be_undone(change, changes):
        raise Forbidden("before-publication", BEFORE_PUBLICATION.format(change_id=change_id))
    undo(session, change_id, act)
