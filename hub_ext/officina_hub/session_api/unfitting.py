"""Why a value does not fit its field, for somebody who is still choosing and has started nothing.

The spawner's ``judge`` decides; here the same is said as the form says it, by the field's label.
"""

from __future__ import annotations

from typing import Final

from officina_courses.saying import Saying, say
from officina_spawners.profiles import Offers, Profile
from officina_spawners.profiles.choice import LISTS, NUMBERS, Wishes, shortened

LABELS: Final = {
    "gpus": say("GPUs"),
    "shards": say("Parts of a GPU"),
    "minutes": say("Minutes"),
    "nodes": say("Nodes"),
    "cores": say("CPU cores on each node"),
    "memory_gib": say("Memory on each node, in GiB"),
    "account": say("Account that pays"),
    "environment": say("Software"),
    "reservation": say("Reservation"),
    "qos": say("Service class (QOS)"),
}
BETWEEN = say("%(label)s: %(low)s to %(high)s are possible here, %(wish)s was asked for.")
ALWAYS = say("%(label)s: it is always %(low)s here, %(wish)s was asked for.")
NO_NUMBER = say(
    "%(label)s: %(wish)s is not understood. Whole numbers from %(low)s to %(high)s are possible "
    "here."
)
NOT_OFFERED = say("%(label)s: %(wish)s cannot be chosen here. Choose one of: %(known)s.")
NOT_ANY = say("%(label)s: %(wish)s cannot be chosen here. Leave it away.")
NO_PROFILE = say("There is no profile %(wish)s here. Choose one of: %(known)s.")
NO_OPTION = say("A session has no option %(name)s, so nobody knows what it means. Leave it away.")

LONGEST_NUMBER: Final = 15  # digits that are shown as a number


def said_of(name: str, value: object, profile: Profile, offers: Offers) -> Saying:
    """The sentence about one value that ``judge`` has refused for this profile."""
    if name == "profile":
        known = ", ".join(each.name for each in offers.profiles)
        return NO_PROFILE.with_values(wish=shortened(value), known=known)
    if name not in Wishes.model_fields:
        return NO_OPTION.with_values(name=shortened(name))
    if name in NUMBERS:
        return _of_number(name, value, profile)
    known = ", ".join(_offered(name, profile, offers))
    told = NOT_OFFERED.with_values(known=known) if known else NOT_ANY
    return told.with_values(label=LABELS[name], wish=shortened(value))


def _of_number(name: str, value: object, profile: Profile) -> Saying:
    amount, number = getattr(profile, name), _number(value)
    told = BETWEEN
    if number is None:
        told = NO_NUMBER
    elif amount.is_fixed:
        told = ALWAYS
    wish = shortened(value) if number is None else number
    return told.with_values(label=LABELS[name], low=amount.min, high=amount.max, wish=wish)


def _number(value: object) -> int | None:
    """As the form and JSON write one; nothing for whatever else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number and text == str(int(text)) else None


def _offered(name: str, profile: Profile, offers: Offers) -> tuple[str, ...]:
    if name == "environment":
        titles = {each.name for each in offers.environments}
        return tuple(each for each in profile.environments if each in titles)
    return tuple(getattr(profile, LISTS[name]))
