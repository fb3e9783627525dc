"""The form that prepares a class: the launch page's fields, for all learners at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from officina_hub.portal.pages.launch_fields import Field, Pick, fields_of
from officina_hub.portal.pages.launch_form import LONGEST_VALUE, NAMES
from officina_hub.portal.pages.prestart_view import QuoteView, quote_view
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.prestarting import quote_out
from officina_hub.session_api.answers import ProfileOffer
from officina_hub.session_api.prestart_answers import RosterAnswer
from officina_widgets.prestart_wire import UNUSED_MINUTES


class Wish(NamedTuple):
    """What the form says so far, as text."""

    raw: Mapping[str, str]
    users: tuple[str, ...]
    start: str
    unused: str

    @property
    def choice(self) -> dict[str, str | int]:
        """As session options; digits are numbers."""
        return {name: int(v) if _is_number(v) else v for name, v in self.raw.items()}

    @property
    def digest(self) -> str:
        """Stands for everything that decides about the cost: what was shown is what is started."""
        told = json.dumps([sorted(self.raw.items()), sorted(self.users)])
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def query(self, learners: Sequence[str]) -> str:
        """The same as the query of an address."""
        is_all = len(self.users) == len(learners)
        some = [] if is_all else [("roster", "1"), *(("user", one) for one in self.users)]
        rest = [("start", self.start), ("unused", self.unused)]
        return urlencode([*self.raw.items(), *rest, *some])


class PrestartForm(NamedTuple):
    """The form and what it would come to."""

    profiles: tuple[Pick, ...]
    profile: str
    fields: tuple[Field, ...]
    learners: tuple[tuple[str, bool], ...]
    chosen: int
    start: str
    unused: str
    quote: QuoteView
    digest: str
    plan: str
    faults: tuple[str, ...]
    untimely: str = ""


def wish_of(
    one: Callable[..., str | None], many: Callable[[str], list[str]], learners: Sequence[str]
) -> Wish:
    """From a query or a form; all learners are meant where nobody was asked to choose."""
    raw = {name: (one(name, "") or "")[:LONGEST_VALUE] for name in NAMES}
    named = set(many("user"))
    is_choice = bool(named or one("roster", ""))
    return Wish(
        raw={name: value for name, value in raw.items() if value},
        users=tuple(user for user in learners if user in named or not is_choice),
        start=(one("start", "") or "")[:40],
        unused=(one("unused", "") or str(UNUSED_MINUTES))[:5],
    )


def prestart_form(
    reader: Reader,
    offers: Sequence[ProfileOffer],
    found: RosterAnswer,
    wish: Wish,
    learners: Sequence[str],
    plan: str,
) -> PrestartForm:
    """The fields with what all of the learners may choose."""
    offer = _common(offers, found, wish)
    quote = quote_view(reader, quote_out(found, reader.translations))
    found_fields = fields_of(reader, offer, wish.raw) if offer else ()
    fields = tuple(_with_own(reader, field, wish) for field in found_fields)
    shown = {field.name: field.value for field in fields if field.value}
    profile = wish.raw.get("profile", "")
    return PrestartForm(
        profiles=tuple(Pick(each.name, each.title) for each in offers),
        profile=profile,
        fields=fields,
        learners=tuple((user, user in wish.users) for user in learners),
        chosen=len(wish.users),
        start=wish.start,
        unused=wish.unused,
        quote=quote,
        digest=wish._replace(raw={"profile": profile, **shown}).digest,
        plan=plan,
        faults=_faults_of_all(found),
    )


def _common(offers: Sequence[ProfileOffer], found: RosterAnswer, wish: Wish) -> ProfileOffer | None:
    if found.offer is not None:
        return found.offer
    return next((each for each in offers if each.name == wish.raw.get("profile")), None)


def _with_own(reader: Reader, field: Field, wish: Wish) -> Field:
    """Nobody's own account is forced upon the others."""
    if field.name != "account":
        return field
    own = Pick("", reader.translations.gettext("Each learner's own"))
    return field._replace(picks=(own, *field.picks), value=wish.raw.get("account", ""))


def _faults_of_all(found: RosterAnswer) -> tuple[str, ...]:
    """What is wrong with the choice itself, whoever it is for; told once."""
    codes = {seat.faults[0].code for seat in found.seats if seat.faults}
    if codes != {"options-refused"} or not all(seat.faults for seat in found.seats):
        return ()
    return tuple(dict.fromkeys(fault.message for fault in found.seats[0].faults))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and text == str(int(text)) and len(text) < 8
