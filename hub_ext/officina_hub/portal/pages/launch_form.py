"""The launch form as its template shows it: cards, fields, what the choice costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode

from officina_hub.portal.pages.gpu_kinds import gpu_kinds
from officina_hub.portal.pages.launch_cost import cost_words, left_words, quoted_cost
from officina_hub.portal.pages.launch_fields import Field, fields_of, gives, with_faults
from officina_hub.portal.pages.launch_free import free_words, was_free_at
from officina_hub.portal.pages.launch_name import name_field
from officina_hub.portal.pages.session_words import (
    accuracy_words,
    choice_words,
    estimate_words,
    expected_words,
    nodes_words,
)
from officina_hub.portal.pages.site import Reader
from officina_hub.session_api.answers import Choice, Fault, OffersAnswer, ProfileOffer, Quote

# What a link, a form or a button may say; anything else in an address is left alone.
NAMES: Final = (
    "profile",
    "gpus",
    "shards",
    "minutes",
    "nodes",
    "cores",
    "memory_gib",
    "account",
    "qos",
    "reservation",
    "environment",
)
LONGEST_VALUE: Final = 200


class Card(NamedTuple):
    """One profile."""

    offer: ProfileOffer
    is_chosen: bool
    free: str
    was_free_at: datetime | None  # it was so then, and nobody can say how it is now
    expected: str
    accuracy: str
    cost: str
    gives: str


class Recent(NamedTuple):
    """A choice of lately, as a button."""

    title: str
    words: str
    choice: Choice


class LaunchForm(NamedTuple):
    """The whole of it."""

    cards: tuple[Card, ...]
    has_gpus: bool
    chosen: ProfileOffer
    main: tuple[Field, ...]
    advanced: tuple[Field, ...]
    faults: tuple[Fault, ...]
    general: tuple[Fault, ...]
    recent: tuple[Recent, ...]
    cost: str
    left: str
    expected: str
    expected_note: str
    nodes: str
    link: str


def launch_form(
    reader: Reader,
    offers: OffersAnswer,
    raw: Mapping[str, str],
    faults: tuple[Fault, ...],
    url: str,
) -> LaunchForm:
    """The form with what was chosen so far, and what stands against it."""
    chosen = chosen_offer(offers, raw)
    quote = offers.quote
    name = name_field(reader, chosen, offers.named, raw)
    fields = with_faults((*fields_of(reader, chosen, raw), *name), faults)
    shown = {field.name for field in fields}
    return LaunchForm(
        cards=tuple(_card(reader, each, chosen) for each in offers.profiles),
        has_gpus=bool(gpu_kinds(offers.profiles)),
        chosen=chosen,
        main=tuple(field for field in fields if not field.is_advanced),
        advanced=tuple(field for field in fields if field.is_advanced),
        faults=faults,
        general=tuple(fault for fault in faults if fault.field not in shown),
        recent=tuple(_recent(reader, each, offers) for each in offers.recent),
        cost=quoted_cost(reader, quote, chosen),
        left=left_words(reader, quote),
        expected=expected_words(reader, quote.expected if quote else None),
        expected_note=estimate_words(reader, quote.expected if quote else None),
        nodes=nodes_words(reader, _nodes(chosen, raw, quote)),
        link=f"{url}?{urlencode(_linked(chosen, raw, quote))}",
    )


def chosen_offer(offers: OffersAnswer, raw: Mapping[str, str]) -> ProfileOffer:
    """The profile asked for; the first where none is, or one that is not there."""
    wanted = raw.get("profile", "")
    return next((each for each in offers.profiles if each.name == wanted), offers.profiles[0])


def is_simple(offers: OffersAnswer | None) -> bool:
    """Whether there is nothing to choose: one kind, on the hub's own machine."""
    return offers is None or (len(offers.profiles) == 1 and offers.profiles[0].place == "local")


def _card(reader: Reader, offer: ProfileOffer, chosen: ProfileOffer) -> Card:
    return Card(
        offer=offer,
        is_chosen=offer.name == chosen.name,
        free=free_words(reader, offer),
        was_free_at=was_free_at(offer),
        expected=expected_words(reader, offer.expected),
        accuracy=accuracy_words(reader, offer.accuracy),
        cost=cost_words(reader, offer.gpu_hours),
        gives=gives(reader, offer),
    )


def _recent(reader: Reader, choice: Choice, offers: OffersAnswer) -> Recent:
    titles = {each.name: each.title for each in offers.profiles}
    title = titles.get(str(choice.get("profile")), "")
    return Recent(title, choice_words(reader, choice), choice)


def _nodes(offer: ProfileOffer, raw: Mapping[str, str], quote: Quote | None) -> int:
    """How many are chosen: as it was judged, or as it stands in the form."""
    bounds = offer.numbers.get("nodes")
    found = str((quote.choice if quote else {}).get("nodes") or raw.get("nodes", ""))
    if found.isdecimal():
        return int(found)
    return bounds.default if bounds else 1


def _linked(offer: ProfileOffer, raw: Mapping[str, str], quote: Quote | None) -> Choice:
    """What a link says: the judged choice, or as much of it as was typed."""
    if quote is not None and quote.choice:
        return quote.choice
    return {**{name: raw[name] for name in NAMES if raw.get(name)}, "profile": offer.name}
