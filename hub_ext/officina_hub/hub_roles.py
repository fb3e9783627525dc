"""The Hub's roles, groups and token scopes, made from the one table in :mod:`officina_hub.scopes`.

Who holds what, least privilege:

* everybody (role ``user``): what JupyterHub gives, the portal's door, reading and learning, and
  asking a factory for what it offers;
* advisors: seeing and answering what people ask for, and nothing else beside it;
* a session's token (role ``server``): its own activity and door, and what its owner holds of ours;
* data stewards, in the browser alone: agreeing to terms of data for the factory;
* curators, in the browser alone: describing records of the catalogue and publishing them;
* a course's own server: reading and acting for its course, never learning;
* the portal: the course servers, and two narrow handlers: one makes them, the other prepares the
  sessions of a class; it can enter nobody else's server;
* the grader: the queue;
* the supervisor: telling the Hub that the proxy was restarted, and looking whether courses are
  there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, Protocol

from officina_hub import scopes

SERVICE: Final = "officina"
GRADER_SERVICE: Final = "officina-grader"
SUPERVISOR_SERVICE: Final = "officina-supervisor"
TRAINERS: Final = "trainers"
CURATORS: Final = "curators"
OPERATORS: Final = "operators"
ADVISORS: Final = "advisors"
DATA_STEWARDS: Final = "data-stewards"
COURSE_SERVERS: Final = "officina-course-servers"
# Roles that people hold by a group, and that their login at the portal carries.
FOR_PEOPLE: Final = ("trainer", "curator", "operator", "advisor", "data-steward")
COURSE_USER_PREFIX: Final = "course-"

# JupyterHub's own defaults of the two roles that are extended here; overriding replaces them.
USER_DEFAULTS: Final = ["self"]
SERVER_DEFAULTS: Final = ["users:activity!user", "access:servers!server"]

PORTAL_DOOR: Final = f"access:services!service={SERVICE}"
COURSE_SERVERS_ONLY: Final = f"!group={COURSE_SERVERS}"

PORTAL_SCOPES: Final = [
    f"servers{COURSE_SERVERS_ONLY}",
    f"shares{COURSE_SERVERS_ONLY}",
    "read:groups:name",
    "read:users:name",
    "read:users:groups",
]
# What the portal may do with the login of the person before it: start that person's own server.
ON_BEHALF_SCOPES: Final = ["access:servers!user", "read:users!user", "servers!user"]


class HasUser(Protocol):
    """The part of a Spawner that tells whose it is."""

    user: Any


def custom_scopes() -> dict[str, dict[str, str]]:
    """The custom scopes as JupyterHub wants them described."""
    return {name: {"description": info.description} for name, info in scopes.SCOPES.items()}


def held_by(role: str) -> list[str]:
    """The custom scopes that the table gives to this role."""
    return [name for name, info in scopes.SCOPES.items() if role in info.holders]


def roles() -> list[dict[str, Any]]:
    """``c.JupyterHub.load_roles``."""
    return [
        {"name": "user", "scopes": [*USER_DEFAULTS, PORTAL_DOOR, *held_by("user")]},
        {"name": "server", "scopes": [*SERVER_DEFAULTS, *held_by("server")]},
        _role("officina-trainer", "Teaches and publishes courses", groups=[TRAINERS]),
        _role("officina-curator", "Looks after the catalogue", groups=[CURATORS]),
        _role("officina-operator", "Looks after this factory", groups=[OPERATORS]),
        _role("officina-advisor", "Answers requests for access", groups=[ADVISORS]),
        _role("officina-data-steward", "Agrees to terms of data", groups=[DATA_STEWARDS]),
        _role("officina-course-server", "A course's own server", groups=[COURSE_SERVERS]),
        _role("officina-grader", "Grades submissions", services=[GRADER_SERVICE]),
        _role(
            "officina-supervisor",
            "Keeps it running",
            ["proxy", PORTAL_DOOR],
            services=[SUPERVISOR_SERVICE],
        ),
        _role("officina-portal", "The learning portal", PORTAL_SCOPES, services=[SERVICE]),
    ]


def groups(members: Mapping[str, Sequence[str]] = MappingProxyType({})) -> dict[str, Any]:
    """``c.JupyterHub.load_groups``: they exist from the start; most members come later."""
    names = (ADVISORS, COURSE_SERVERS, CURATORS, DATA_STEWARDS, OPERATORS, TRAINERS)
    return {name: {"users": list(members.get(name, ()))} for name in names}


def on_behalf_scopes() -> list[str]:
    """The most that a browser's login at the portal may carry."""
    personal = dict.fromkeys(
        scope
        for role in ("user", *(f"officina-{each}" for each in FOR_PEOPLE))
        for scope in held_by(role)
    )
    return [*ON_BEHALF_SCOPES, *personal]


def server_token_scopes(spawner: HasUser) -> list[str]:
    """What a session's token asks for; the Hub grants the part of it that its owner holds."""
    if spawner.user.name.startswith(COURSE_USER_PREFIX):
        return [*SERVER_DEFAULTS, scopes.READ, *held_by("officina-course-server")]
    return [*SERVER_DEFAULTS, *held_by("server"), *held_by("officina-trainer")]


def _role(
    name: str,
    description: str,
    hub_scopes: list[str] | None = None,
    **members: list[str],
) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "scopes": [*(hub_scopes or []), *held_by(name)],
        **members,
    }
