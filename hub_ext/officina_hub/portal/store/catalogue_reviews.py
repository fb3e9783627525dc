"""What becomes of a draft: published by somebody who did not write it, sent back, or discarded."""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, Forbidden
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.catalogue_curating import set_field, set_state
from officina_hub.portal.store.catalogue_drafts import Opened, writable_draft

LONGEST_WORD: Final = 2000
OWN_DRAFT: Final = (
    "You, {user}, wrote in this draft yourself, so it was not published: a second person reads "
    "what everybody will see. Ask another curator, or, where the factory has a single one, have "
    "the operator set portal.single_curator in factory.toml."
)
NO_DRAFT: Final = (
    "No draft of {record_id} waits for review, so nothing was done: it was published, sent back or "
    "taken up again meanwhile. Look at the record's history."
)


def publish_draft(session: Session, seen: Opened, act: Act, *, may_publish_own: bool) -> None:
    """Have the record say what its draft says, for everybody.

    Raises
    ------
    Conflict
        When record or draft are not as they were ``seen``, or nothing waits.
    Forbidden
        When it is one's own, and somebody else has to read it.

    """
    draft = _waiting(session, seen)
    if act.user in draft.authors and not may_publish_own:
        raise Forbidden("own-draft", OWN_DRAFT.format(user=act.user))
    # The words are their last author's; that they are public is the reviewer's deed. Words that
    # nobody signed are the reviewer's, too: there is nobody else to ask about them.
    written = act.model_copy(update={"user": [act.user, *draft.authors][-1]})
    for field, told in draft.changes.items():
        set_field(session, seen.id, field, told["after"].get("value"), written)
    set_state(session, seen.id, "published", act)
    _close(session, draft, "published", "", act)


def return_draft(session: Session, seen: Opened, word: str, act: Act) -> None:
    """Send it back to its authors with a word; raises as ``publish_draft`` does."""
    _close(session, _waiting(session, seen), "returned", word, act)


def discard_draft(session: Session, seen: Opened, act: Act) -> None:
    """Give it up; it is kept in the history, and can be taken up again."""
    _, draft = writable_draft(session, seen)
    if draft is None:
        raise Conflict("no-draft", NO_DRAFT.format(record_id=seen.id))
    _close(session, draft, "discarded", "", act)


def take_up_again(session: Session, seen: Opened, draft_id: int, act: Act) -> None:
    """Go on with a draft that was discarded; raises ``Conflict`` where another one is open."""
    _, current = writable_draft(session, seen)
    draft = session.get(t.CatalogueDraft, draft_id)
    if current is not None or draft is None or draft.record_id != seen.id:
        raise Conflict("no-draft", NO_DRAFT.format(record_id=seen.id))
    if draft.state == "discarded":
        _close(session, draft, "writing", "", act)


def _waiting(session: Session, seen: Opened) -> t.CatalogueDraft:
    _, draft = writable_draft(session, seen)
    if draft is None or draft.state != "waiting":
        raise Conflict("no-draft", NO_DRAFT.format(record_id=seen.id))
    return draft


def _close(session: Session, draft: t.CatalogueDraft, state: str, word: str, act: Act) -> None:
    draft.state, draft.word = state, word[:LONGEST_WORD]
    draft.version += 1
    draft.reviewed_by, draft.reviewed_at = act.user, act.at
    note(session, act, f"catalogue draft {state}", detail=f"{draft.record_id} {draft.id}")
