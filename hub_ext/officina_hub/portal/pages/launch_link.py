"""A link with a prepared choice, checked again when it is opened: what does not fit is replaced.

A link may be old, from another hub, mistyped or made by somebody who means harm. Each value that
cannot be chosen here now is left out, and the page says which one, what stands there instead and
why. What only money or time stand against is no matter of the link and is told at its field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.pages.launch_fields import Field, fields_of, labels_of
from officina_hub.portal.pages.launch_form import NAMES, chosen_offer
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import OffersAnswer

OF_THE_MOMENT: Final = {"closed", "too-many", "budget", "name-refused"}
LONGEST_SHOWN: Final = 40
MOST_SHOWN: Final = 12


class Replaced(NamedTuple):
    """One value of the link: its field, what it said, what stands there now, and why."""

    label: str
    asked: str
    instead: str
    why: str


def unfit(reader: Reader, offers: OffersAnswer, raw: Mapping[str, str]) -> set[str]:
    """The names of the values that cannot be chosen; all of them where there is no such profile."""
    if "profile" in raw and raw["profile"] not in {each.name for each in offers.profiles}:
        return set(raw) - {"name"}
    faults = offers.quote.faults if offers.quote else ()
    found = {fault.field for fault in faults if fault.code not in OF_THE_MOMENT}
    for field in fields_of(reader, chosen_offer(offers, raw), raw):
        if field.kind == "select" and field.value not in _open(field):
            found.add(field.name)
    return found & set(raw)


def replaced_values(
    reader: Reader, offers: OffersAnswer, raw: Mapping[str, str], kept: Collection[str]
) -> tuple[Replaced, ...]:
    """What became of each value that was not kept; and of what no link of ours says."""
    t = reader.translations
    chosen = chosen_offer(offers, {name: raw[name] for name in kept if name in raw})
    fields = {field.name: field for field in fields_of(reader, chosen, {})}
    labels, titles = labels_of(t), _titles(offers)
    found = []
    for name, value in raw.items():
        if name in kept:
            continue
        asked, field = _shown(value), fields.get(name)
        if name == "profile":
            why = t.gettext("There is no such kind of session here.")
            found.append(Replaced(t.gettext("Kind of session"), asked, chosen.title, why))
        elif name not in NAMES:
            why = t.gettext("A link to this page has no value of that name.")
            found.append(Replaced(_shown(name), asked, "", why))
        else:
            asked = titles.get(value, asked) if name == "environment" else asked
            instead = _label(field) if field else ""
            found.append(Replaced(labels[name], asked, instead, " ".join(_why(t, field))))
    return tuple(found[:MOST_SHOWN])


def _why(t: NullTranslations, field: Field | None) -> Iterator[str]:
    if field is None:
        yield t.gettext("This kind of session does not let one choose it.")
    elif field.kind == "number":
        bounds = {"min": field.min, "max": field.max}
        yield t.gettext("From %(min)s to %(max)s can be chosen here.") % bounds
    else:
        names = ", ".join(pick.label for pick in field.picks if not pick.is_disabled)
        yield t.gettext("It is not among what can be chosen now: %(names)s.") % {"names": names}


def _titles(offers: OffersAnswer) -> Mapping[str, str]:
    """Of the environments that any kind of session has, by name."""
    every = (each for offer in offers.profiles for each in offer.environments)
    return {each.name: each.title for each in every if each.title}


def _open(field: Field) -> set[str]:
    return {pick.value for pick in field.picks if not pick.is_disabled}


def _label(field: Field) -> str:
    """What the field shows now."""
    labels = {pick.value: pick.label for pick in field.picks}
    return labels.get(field.value, field.value)


def _shown(value: str) -> str:
    """As much of a strange value as a page can show."""
    plain = "".join(each if each.isprintable() else "�" for each in value)
    return plain if len(plain) <= LONGEST_SHOWN else f"{plain[:LONGEST_SHOWN]}…"
