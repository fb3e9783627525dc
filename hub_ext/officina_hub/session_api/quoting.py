"""What stands against a choice, field by field, before Slurm is asked.

The one door for choices stays the spawner's ``judge``; here each value is held against it alone, so
that the page can say at the field what is wrong. Limits that only Slurm knows come on top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from officina_hub.session_api.answers import Choice, Fault, ProfileOffer
from officina_hub.session_api.offering import counted_hours
from officina_spawners.errors import OptionsError
from officina_spawners.profiles import Offers, Profile, SessionChoice
from officina_spawners.profiles.choice import NUMBERS, Wishes

TOO_LONG = (
    "The partition {partition} allows {limit} minutes and {found} were asked for, so Slurm would "
    "never start it. Ask for at most {limit}."
)
TOO_DEAR = (
    "Slurm may count {cost:.1f} GPU-hours for it and the account {account} has {left:.1f} left, so "
    "it would wait for ever. Ask for fewer GPUs or less time, or choose another account."
)
TOO_MANY = (
    "You have {found} of {limit} sessions of this kind, so no other one can start. Stop one first."
)
NOT_YOURS = (
    "The account {account} is not among those that you can use for it, so Slurm would refuse it. "
    "Choose one of: {known}."
)


def own_faults(raw: Mapping[str, object], offers: Offers) -> tuple[Fault, ...]:
    """What ``judge`` has against it, each with its field; empty where it has nothing."""
    try:
        offers.judge(raw)
    except OptionsError as error:
        found = tuple(_by_field(raw, offers))
        return found or (Fault(field="", code=error.code, message=str(error)),)
    return ()


def cluster_faults(choice: SessionChoice, offer: ProfileOffer) -> tuple[Fault, ...]:
    """What is known to end badly, although the profile allows it."""
    return tuple(_of_cluster(choice, offer)) if offer.place == "slurm" else ()


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


def _by_field(raw: Mapping[str, object], offers: Offers) -> Iterator[Fault]:
    base: dict[str, object] = {}
    if "profile" in raw:
        base["profile"] = raw["profile"]
        if fault := _fault("profile", base, offers):
            yield fault
            return
    for name, value in raw.items():
        # A field that is not one of ours belongs to no place of the form.
        if name != "profile" and (fault := _fault(name, {**base, name: value}, offers)):
            yield fault if name in Wishes.model_fields else fault.model_copy(update={"field": ""})


def _fault(name: str, raw: Mapping[str, object], offers: Offers) -> Fault | None:
    try:
        offers.judge(raw)
    except OptionsError as error:
        return Fault(field=name, code=error.code, message=str(error))
    return None


def _of_cluster(choice: SessionChoice, offer: ProfileOffer) -> Iterator[Fault]:
    if offer.closed:
        yield Fault(field="profile", code="closed", message=offer.closed)
    if offer.in_use >= offer.per_person:
        message = TOO_MANY.format(found=offer.in_use, limit=offer.per_person)
        yield Fault(field="profile", code="too-many", message=message)
    if offer.longest_minutes and choice.minutes > offer.longest_minutes:
        message = TOO_LONG.format(
            partition=offer.partition, limit=offer.longest_minutes, found=choice.minutes
        )
        yield Fault(field="minutes", code="time-limit", message=message)
    own = [one.name for one in offer.accounts if one.is_known]
    if choice.account and own and choice.account not in own:
        message = NOT_YOURS.format(account=choice.account, known=", ".join(own))
        yield Fault(field="account", code="account-refused", message=message)
    left, cost = hours_left(choice, offer), counted_hours(choice)
    if left is not None and cost > left:
        message = TOO_DEAR.format(cost=cost, left=left, account=choice.account or own[0])
        yield Fault(field="account", code="budget", message=message)
