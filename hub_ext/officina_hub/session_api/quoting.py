"""What stands against a choice, field by field, before Slurm is asked.

The one door for choices stays the spawner's ``judge``; here each value is held against it alone, so
that the page can say at the field what is wrong. Limits that only Slurm knows come on top.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from officina_courses.saying import Saying, in_english, say
from officina_hub.session_api.answers import Choice, Fault, ProfileOffer
from officina_hub.session_api.offering import counted_hours
from officina_hub.session_api.unfitting import said_of
from officina_spawners.errors import OptionsError
from officina_spawners.profiles import Offers, Profile, SessionChoice
from officina_spawners.profiles.choice import NUMBERS, Wishes
from officina_spawners.slurm.resources import Wall
from officina_spawners.slurm.walls import wall_of

TOO_LONG = say(
    "The partition %(partition)s allows %(limit)s minutes and %(found)s were asked for, so "
    "%(system)s would never start it. Ask for at most %(limit)s."
)
TOO_LONG_FOR = say(
    "%(owner)s lets a job run for %(limit)s minutes at most and %(found)s were asked for, so "
    "%(system)s would refuse it or never start it. Ask for at most %(limit)s."
)
QOS = say("the service class %(qos)s")
ACCOUNT = say("the project %(account)s")
TOO_DEAR = say(
    "%(system)s may count %(cost)s GPU-hours for it and the account %(account)s has %(left)s left, "
    "so it would wait for ever. Ask for fewer GPUs or less time, or choose another account."
)
TOO_MANY = say(
    "You have %(found)s of %(limit)s sessions of this kind, so no other one can start. Stop "
    "one first."
)
NOT_YOURS = say(
    "The account %(account)s is not among those that you can use for it, so %(system)s would "
    "refuse it. Choose one of: %(known)s."
)


def own_faults(raw: Mapping[str, object], offers: Offers) -> tuple[Fault, ...]:
    """What ``judge`` has against it, each with its field; empty where it has nothing."""
    try:
        offers.judge(raw)
    except OptionsError as error:
        found = tuple(_by_field(raw, offers))
        return found or (fault_of("", error.code, *error.said),)
    return ()


def cluster_faults(choice: SessionChoice, offer: ProfileOffer) -> tuple[Fault, ...]:
    """What is known to end badly, although the profile allows it."""
    return tuple(_of_cluster(choice, offer)) if offer.place == "slurm" else ()


def wall_faults(
    choice: SessionChoice, offer: ProfileOffer, walls: Collection[Wall]
) -> tuple[Fault, ...]:
    """The longest time of the service class that was chosen, or else of the account."""
    account, qos = choice.account, choice.qos
    wall = wall_of(walls, account=account, qos=qos, partition=offer.partition)
    if wall is None or choice.minutes * 60 <= wall.seconds:
        return ()
    told = TOO_LONG_FOR.with_values(
        owner=owner_of(wall, account=account, qos=qos),
        limit=wall.seconds // 60,
        found=choice.minutes,
    )
    return (fault_of("minutes", "time-limit", told),)


def owner_of(wall: Wall, *, account: str, qos: str) -> Saying:
    """Whose limit it is, of a job of this account and service class."""
    return QOS.with_values(qos=qos) if wall.qos else ACCOUNT.with_values(account=account)


def choice_of(choice: SessionChoice, profile: Profile) -> Choice:
    """As options that can be sent back, without what cannot be chosen."""
    if profile.place == "local":
        return {"profile": choice.profile}
    return {
        name: value
        for name, value in choice.model_dump().items()
        if value != "" and not (name in NUMBERS and getattr(profile, name).is_fixed)
    }


def hours_left(choice: SessionChoice, offer: ProfileOffer) -> float | None:
    """What is left of the account that pays; None where nobody set a limit, or nobody knows."""
    chosen = [one for one in offer.accounts if choice.account in {"", one.name}]
    only = chosen[0] if len(chosen) == 1 else None
    return only.gpu_hours_left if only else None


def is_too_long(choice: SessionChoice, offer: ProfileOffer) -> bool:
    """Whether its partition never starts a job of that length."""
    return bool(offer.longest_minutes and choice.minutes > offer.longest_minutes)


def is_too_dear(choice: SessionChoice, offer: ProfileOffer) -> bool:
    """Whether the account that pays has less left than is counted for it."""
    left = hours_left(choice, offer)
    return left is not None and counted_hours(choice) > left


def fault_of(field: str, code: str, *said: Saying) -> Fault:
    """A fault in these sentences."""
    return Fault(field=field, code=code, message=in_english(said), said=said)


def _by_field(raw: Mapping[str, object], offers: Offers) -> Iterator[Fault]:
    base: dict[str, object] = {"profile": raw["profile"]} if "profile" in raw else {}
    refused = _refused(base, offers)
    if refused is not None:
        told = said_of("profile", base["profile"], offers.profiles[0], offers)
        yield fault_of("profile", refused.code, told)
        return
    profile = offers.profile(offers.judge(base))
    for name, value in raw.items():
        refused = _refused({**base, name: value}, offers)
        if refused is not None:
            # A field that is not one of ours belongs to no place of the form.
            field = name if name in Wishes.model_fields else ""
            yield fault_of(field, refused.code, said_of(name, value, profile, offers))


def _refused(raw: Mapping[str, object], offers: Offers) -> OptionsError | None:
    try:
        offers.judge(raw)
    except OptionsError as error:
        return error
    return None


def _of_cluster(choice: SessionChoice, offer: ProfileOffer) -> Iterator[Fault]:
    if offer.closed:
        yield fault_of("profile", "closed", *offer.closed_said)
    if offer.in_use >= offer.per_person:
        told = TOO_MANY.with_values(found=offer.in_use, limit=offer.per_person)
        yield fault_of("profile", "too-many", told)
    if is_too_long(choice, offer):
        told = TOO_LONG.with_values(
            partition=offer.partition, limit=offer.longest_minutes or 0, found=choice.minutes
        )
        yield fault_of("minutes", "time-limit", told)
    own = [one.name for one in offer.accounts if one.is_known]
    if choice.account and own and choice.account not in own:
        told = NOT_YOURS.with_values(account=choice.account, known=", ".join(own))
        yield fault_of("account", "account-refused", told)
    if is_too_dear(choice, offer):
        told = TOO_DEAR.with_values(
            cost=counted_hours(choice),
            left=hours_left(choice, offer) or 0.0,
            account=choice.account or own[0],
        )
        yield fault_of("account", "budget", told)
