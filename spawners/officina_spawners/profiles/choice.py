"""The one door for what a person asks of a session, whichever way it came.

The form, the link (``?opt-profile=...``), the REST body and an admin's start all end in ``judge``.
Nothing that somebody typed travels further than this: each value is a bounded number, or one of
the names that the operator or Slurm itself gave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import Field, ValidationError, field_validator

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_spawners.errors import OptionsError
from officina_spawners.profiles.amount import Amount
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.names import ProfileName, SlurmName
from officina_spawners.profiles.profile import Profile

NUMBERS = ("gpus", "shards", "nodes", "cores", "memory_gib", "minutes")
LISTS = {"account": "accounts", "qos": "qos", "reservation": "reservations"}


class Wishes(Frozen):
    """The options as they come: which there are, and of which type. What is None was left out."""

    profile: ProfileName | None = None
    gpus: int | None = Field(default=None, ge=0, le=1_000_000)
    shards: int | None = Field(default=None, ge=0, le=1_000_000)
    nodes: int | None = Field(default=None, ge=1, le=1_000_000)
    cores: int | None = Field(default=None, ge=1, le=1_000_000)
    memory_gib: int | None = Field(default=None, ge=1, le=1_000_000)
    minutes: int | None = Field(default=None, ge=1, le=1_000_000)
    account: SlurmName | None = None
    qos: SlurmName | None = None
    reservation: SlurmName | None = None
    environment: ProfileName | None = None

    @field_validator(*NUMBERS, mode="before")
    @classmethod
    def _digits_are_numbers(cls, found: object) -> object:
        """Forms and links have only text; 007, 1e3, +1 and Arabic-Indic digits are no numbers."""
        is_number = isinstance(found, str) and found.isascii() and found.isdigit()
        if isinstance(found, str) and is_number and len(found) <= 7 and found == str(int(found)):
            return int(found)
        return found


class SessionChoice(Frozen):
    """A choice that the hub offers: everything filled in, everything within the profile."""

    profile: str
    gpus: int = 0
    shards: int = 0
    nodes: int = 1
    cores: int = 1
    memory_gib: int = 2
    minutes: int = 60
    account: str = ""
    qos: str = ""
    reservation: str = ""
    environment: str = ""


def judge(
    raw: Mapping[str, object],
    profiles: Sequence[Profile],
    environments: Sequence[Environment] = (),
) -> SessionChoice:
    """The choice that ``raw`` means; what is left out or empty is the profile's default.

    An account is held against the profile's list where there is one; else Slurm alone knows who
    may use which, and refuses the submission by itself.

    Raises
    ------
    OptionsError
        When ``raw`` has an unknown key, a wrong type, or a value that the profile does not offer.

    """
    known = Wishes.model_fields
    wishes = _wishes({key: value for key, value in raw.items() if value != "" or key not in known})
    profile = _profile(wishes.profile, profiles)
    numbers = {name: _number(profile, name, getattr(wishes, name)) for name in NUMBERS}
    names = {name: _name(profile, name, getattr(wishes, name)) for name in LISTS}
    there = {each.name for each in environments}
    offered = tuple(name for name in profile.environments if name in there)
    environment = _among(profile, "environment", wishes.environment, offered)
    return SessionChoice(profile=profile.name, environment=environment, **numbers, **names)


def options_from_form(form: Mapping[str, Sequence[object]]) -> dict[str, object]:
    """A form's lists of one value as values; ``judge`` says what it thinks of the rest."""
    return {
        key: values[0] if isinstance(values, list) and len(values) == 1 else values
        for key, values in form.items()
    }


def _wishes(raw: Mapping[str, object]) -> Wishes:
    try:
        return Wishes.model_validate(dict(raw), strict=True)
    except ValidationError as error:
        faults = {shortened(each["loc"][0]): each for each in error.errors()}
        told = ", ".join(
            name if each["type"] == "extra_forbidden" else f"{name} = {shortened(each['input'])}"
            for name, each in sorted(faults.items())[:5]
        )
        raise OptionsError(
            say(
                "The session was not started, because its options are not understood: %(told)s. "
                "They are %(known)s, and each is a whole number or a name of the launch page. "
                "Choose there.",
                told=told,
                known=", ".join(Wishes.model_fields),
            )
        ) from None


def _profile(name: str | None, profiles: Sequence[Profile]) -> Profile:
    for profile in profiles:
        if name in {None, profile.name}:
            return profile
    raise OptionsError(
        say(
            "The session was not started, because there is no profile %(profile)s here. The "
            "profiles of this hub are: %(known)s. Choose one of them.",
            profile=shortened(name),
            known=", ".join(each.name for each in profiles),
        )
    )


def _number(profile: Profile, name: str, wish: int | None) -> int:
    amount: Amount = getattr(profile, name)
    if wish is None:
        return amount.default
    if not amount.allows(wish):
        raise OptionsError(
            say(
                "The session was not started, because the profile %(profile)s offers %(name)s = "
                "%(amount)s and %(wish)s was asked for. Choose a number within, or another "
                "profile.",
                profile=profile.name,
                name=name,
                amount=str(amount),
                wish=wish,
            )
        )
    return wish


def _name(profile: Profile, name: str, wish: str | None) -> str:
    offered: tuple[str, ...] = getattr(profile, LISTS[name])
    if name == "account" and not offered:
        return wish or ""
    if name == "reservation" and wish is None:
        return ""
    return _among(profile, name, wish, offered)


def _among(profile: Profile, name: str, wish: str | None, offered: Sequence[str]) -> str:
    if wish is None:
        return offered[0] if offered else ""
    if wish not in offered:
        raise OptionsError(
            say(
                "The session was not started, because the profile %(profile)s does not offer "
                "%(name)s = %(wish)s. It offers: %(known)s. Choose one of them, or leave it out.",
                profile=profile.name,
                name=name,
                wish=shortened(wish),
                known=", ".join(offered) or say("none to choose"),
            )
        )
    return wish


def shortened(value: object) -> str:
    """A value as a sentence can show it, however long or odd it is."""
    text = repr(value)
    return text if len(text) <= 42 else f"{text[:40]}…'"
