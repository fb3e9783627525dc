"""Further sessions of one person (JupyterHub's named servers): their names, and how many.

A name ends up in keys, paths and addresses. JupyterHub 6 takes plain ones only, but an older
database may hold others, and a REST client may try; so it is judged here too, and a key is safe
whatever the name is, because the Hub makes a spawner before anybody judges.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from officina_courses.saying import say
from officina_spawners.errors import OptionsError
from officina_spawners.homes import folder_name
from officina_spawners.profiles import Profile
from officina_spawners.profiles.choice import shortened

LONGEST = 30  # as in JupyterHub 6, which judges names by the same rules before and after us
NAME = re.compile(r"[a-z](-?[a-z0-9])*")

NOT_A_NAME = say(
    "A session cannot be called %(name)s, so it was not started: its name becomes part of "
    "addresses. Take small letters, digits and single hyphens, at most %(most)s of them; begin "
    "with a letter and do not end with a hyphen."
)
ONLY_ONE_HERE = say(
    "Sessions with a name of their own run on a cluster, and the profile %(profile)s is for the "
    "hub's own machine, so %(name)s was not started. Choose another profile, or start it without a "
    "name."
)
ONLY_ONE_COURSE_SERVER = say(
    "A course has one server of its own, so %(name)s was not started. Open the one that it has."
)
TOO_MANY = say(
    "You have %(found)s of %(limit)s sessions of the kind %(profile)s, so no other one was "
    "started. Stop one first."
)


def is_name(name: str) -> bool:
    """Whether a session can be called so."""
    return len(name) <= LONGEST and NAME.fullmatch(name) is not None


def key_of(user: str, name: str) -> str:
    """The session's name among those of all people: one file name, and no two sessions share it."""
    if not name:
        return folder_name(user)
    safe = name if is_name(name) else "%" + hashlib.sha256(name.encode()).hexdigest()
    return f"{folder_name(user)}:{safe}"


def check_name(name: str, profile: Profile, *, is_course: bool) -> None:
    """Whether a session may have this name, or none.

    Raises
    ------
    OptionsError
        For odd names, for sessions on the hub's machine, and for courses' own servers.

    """
    if not name:
        return
    if not is_name(name):
        raise OptionsError(NOT_A_NAME.with_values(name=shortened(name), most=LONGEST))
    if is_course:
        raise OptionsError(ONLY_ONE_COURSE_SERVER.with_values(name=name))
    if profile.place == "local":
        raise OptionsError(ONLY_ONE_HERE.with_values(name=name, profile=profile.name))


def check_number(profile: Profile, others: Iterable[str]) -> None:
    """Whether the person may have one more, beside sessions of these profiles.

    Raises
    ------
    OptionsError
        When the profile's ``per_person`` is reached.

    """
    found = sum(each == profile.name for each in others)
    if found >= profile.per_person:
        raise OptionsError(
            TOO_MANY.with_values(found=found, limit=profile.per_person, profile=profile.name)
        )
