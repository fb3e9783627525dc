"""The fields of one profile: what can be chosen, within which bounds, and what is given anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.session_words import formats_of
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import Account, Fault, ProfileOffer

NUMBERS: Final = ("gpus", "shards", "minutes", "nodes", "cores", "memory_gib")


class Pick(NamedTuple):
    """One line of a select."""

    value: str
    label: str
    is_disabled: bool = False


class Field(NamedTuple):
    """One control with its label, its hint, and what stands against its value."""

    name: str
    label: str
    kind: Literal["number", "select", "text"]
    value: str
    hint: str = ""
    min: int = 0
    max: int = 0
    picks: tuple[Pick, ...] = ()
    is_advanced: bool = False
    fault: str = ""

    @property
    def described_by(self) -> str:
        """The ids of the texts that belong to the control."""
        return f"hint-{self.name} fault-{self.name}"


def fields_of(reader: Reader, offer: ProfileOffer, raw: Mapping[str, str]) -> tuple[Field, ...]:
    """The controls, in their order; none for a session on the hub's own machine."""
    if offer.place == "local":
        return ()
    return (*_numbers(reader, offer, raw), *_selects(reader, offer, raw))


def with_faults(fields: tuple[Field, ...], faults: tuple[Fault, ...]) -> tuple[Field, ...]:
    """The fields, each with what stands against its value."""
    told = {fault.field: fault.message for fault in faults}
    return tuple(field._replace(fault=told.get(field.name, "")) for field in fields)


def gives(reader: Reader, offer: ProfileOffer) -> str:
    """What is fixed, in one line."""
    t, formats = reader.translations, formats_of(reader)
    numbers = offer.numbers
    parts = []
    for name, text in (
        ("cores", t.gettext("%(n)s cores")),
        ("memory_gib", t.gettext("%(n)s GiB memory")),
        ("gpus", t.gettext("%(n)s GPUs")),
        ("shards", t.gettext("%(n)s parts of a GPU")),
    ):
        bounds = numbers.get(name)
        if bounds is None or not bounds.max:
            continue
        amount = formats.number(bounds.min)
        if bounds.min < bounds.max:
            both = {"low": amount, "high": formats.number(bounds.max)}
            amount = t.gettext("%(low)s to %(high)s") % both
        parts.append(text % {"n": amount})
    if "minutes" in numbers:
        parts.append(t.gettext("up to %(time)s") % {"time": formats.minutes(longest_of(offer))})
    return " · ".join(parts)


def longest_of(offer: ProfileOffer) -> int:
    """How many minutes one can ask for, by the profile and by the partition."""
    most = offer.numbers["minutes"].max
    return min(most, offer.longest_minutes) if offer.longest_minutes else most


def labels_of(t: NullTranslations) -> Mapping[str, str]:
    """What each value of a choice is called beside its control."""
    return {
        "gpus": t.gettext("GPUs"),
        "shards": t.gettext("Parts of a GPU"),
        "minutes": t.gettext("Minutes"),
        "nodes": t.gettext("Nodes"),
        "cores": t.gettext("CPU cores on each node"),
        "memory_gib": t.gettext("Memory on each node, in GiB"),
        "account": t.gettext("Account that pays"),
        "environment": t.gettext("Software"),
        "reservation": t.gettext("Reservation"),
        "qos": t.gettext("Service class (QOS)"),
    }


def _numbers(reader: Reader, offer: ProfileOffer, raw: Mapping[str, str]) -> Iterator[Field]:
    t, formats = reader.translations, formats_of(reader)
    labels = labels_of(t)
    for name in NUMBERS:
        bounds = offer.numbers[name]
        if bounds.min == bounds.max:
            continue
        most = longest_of(offer) if name == "minutes" else bounds.max
        hint = t.gettext("From %(min)s to %(max)s")
        yield Field(
            name=name,
            label=labels[name],
            kind="number",
            value=raw.get(name) or str(min(bounds.default, most)),
            hint=hint % {"min": formats.number(bounds.min), "max": formats.number(most)},
            min=bounds.min,
            max=max(bounds.min, most),
            is_advanced=name in {"nodes", "cores", "memory_gib"},
        )


def _selects(reader: Reader, offer: ProfileOffer, raw: Mapping[str, str]) -> Iterator[Field]:
    t = reader.translations
    none = Pick("", t.gettext("None"))
    accounts = tuple(_account(reader, each) for each in offer.accounts)
    titles = tuple(Pick(each.name, each.title or each.name) for each in offer.environments)
    names = (none, *(Pick(each.name, each.name) for each in offer.reservations))
    classes = tuple(Pick(each, each) for each in offer.qos)
    lists = {"account": accounts, "environment": titles, "reservation": names, "qos": classes}
    labels = labels_of(t)
    for name, picks in lists.items():
        if picks and picks != (none,):
            first = next((each.value for each in picks if not each.is_disabled), "")
            value = raw.get(name) or first
            is_advanced = name == "qos"
            yield Field(name, labels[name], "select", value, picks=picks, is_advanced=is_advanced)


def _account(reader: Reader, account: Account) -> Pick:
    """Its name, and what is left of it where somebody set a limit."""
    left = account.gpu_hours_left
    if left is None:
        return Pick(account.name, account.name)
    words = reader.translations.gettext("%(account)s: %(hours)s h left")
    hours = formats_of(reader).points(left)
    return Pick(account.name, words % {"account": account.name, "hours": hours}, left <= 0)
