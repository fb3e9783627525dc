"""Until when this factory's own signatures hold, in the reader's words, and what is to be done."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.data_folder import DataFolder
from officina_hub.federation.own_standing import OwnStanding, own_standing
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.trust import RoleStanding, factory_of, todo_of
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.states import Chip
from officina_hub.portal.pages.told import in_words

PUBLISHED_ONCE = "timestamp"


class SignatureRow(NamedTuple):
    """One role; ``seconds`` is how long it holds, or below zero how long it has not."""

    name: str
    chip: Chip
    expires: datetime
    seconds: float


class Signatures(NamedTuple):
    """All of them; ``todo`` has each sentence once, however many roles it is about."""

    rows: tuple[SignatureRow, ...]
    is_published: bool
    todo: tuple[str, ...]


def standing_at(data_dir: Path, now: datetime) -> OwnStanding:
    """How the factory of that data folder stands; looks at the disk."""
    return own_standing(FederationPlace(DataFolder(data_dir).federation), now)


def signatures(reader: Reader, found: OwnStanding, now: datetime) -> Signatures:
    """The same for this reader."""
    t = reader.translations
    rows = tuple(
        SignatureRow(
            _name(t, one.role), _chip(t, one), one.expires, (one.expires - now).total_seconds()
        )
        for one in found.roles
    )
    said = [todo for one in found.roles if (todo := todo_of(one.role, one.state))]
    said += [found.trouble] if found.trouble else []
    sentences = [in_words(reader, (one,)) for one in said] + _waiting(t, found)
    is_published = any(one.role == PUBLISHED_ONCE for one in found.roles)
    return Signatures(rows, is_published, tuple(dict.fromkeys(sentences)))


def _name(t: NullTranslations, role: str) -> str:
    names = {
        "root": t.gettext("Root: whose keys count"),
        "targets": t.gettext("Targets: which factories may sign"),
        "snapshot": t.gettext("Snapshot: which versions belong together"),
        "timestamp": t.gettext("Timestamp: which version is the newest"),
    }
    return names.get(role) or t.gettext("Files of %(factory)s") % {"factory": factory_of(role)}


def _chip(t: NullTranslations, one: RoleStanding) -> Chip:
    if one.state == "holds":
        return Chip(t.gettext("Holds"), "fa-check", "state-graded")
    if one.state == "ends-soon":
        return Chip(t.gettext("Ends soon"), "fa-triangle-exclamation", "state-waiting")
    return Chip(t.gettext("Has ended"), "fa-triangle-exclamation", "state-problem")


def _waiting(t: NullTranslations, found: OwnStanding) -> list[str]:
    return [
        t.ngettext(
            "federation/drafts/%(file)s waits for %(n)s more signature. Whoever holds a key signs "
            "it with officina federation keys sign; then run: officina federation publish",
            "federation/drafts/%(file)s waits for %(n)s more signatures. Whoever holds a key signs "
            "it with officina federation keys sign; then run: officina federation publish",
            draft.missing,
        )
        % {"file": draft.path.name, "n": draft.missing}
        for draft in found.drafts
    ]
