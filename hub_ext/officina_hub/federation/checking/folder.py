"""What a published folder says of itself before anybody believes it: whose it is, until when."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.errors import OfficinaError
from officina_hub.federation.checking.asking import Asking
from officina_hub.federation.fetching import FetchError, StatusRefused
from officina_hub.federation.trust.roles import FACTORY


class Folder(NamedTuple):
    """Its address, the factories that may sign in it, and when which signature ends."""

    address: str
    factories: tuple[str, ...]
    ends: dict[str, datetime]


def find_folder(asking: Asking, address: str) -> Folder:
    """The folder at that address, or that of the hub there.

    Raises
    ------
    OfficinaError
        Where there is none, or nothing answers.

    """
    base = f"{address.rstrip('/')}/"
    failure: FetchError | None = None
    for place in (base, f"{base}federation/"):
        try:
            return _folder(asking, place, asking.json(f"{place}metadata/timestamp.json"))
        except StatusRefused as error:
            failure = error
        except Unreadable:
            failure = None
    raise OfficinaError(
        f"Nothing is published for other factories at {base}"
        + (f" ({failure})." if failure else "."),
        "Without metadata/timestamp.json there is no folder whose signatures could be looked at.",
        "Give the address of the hub's portal, or of its folder federation/.",
    )


def _folder(asking: Asking, place: str, timestamp: Any) -> Folder:
    ends: dict[str, datetime] = {}
    snapshot = _next(asking, place, "snapshot", _told(timestamp, "timestamp", ends))
    meta = _told(snapshot, "snapshot", ends)
    targets = _next(asking, place, "targets", meta)
    _told(targets, "targets", ends)
    factories = tuple(sorted(_factories(targets)))
    for factory in factories:
        role = f"{FACTORY}{factory}"
        _told(_next(asking, place, role, meta), role, ends)
    return Folder(place, factories, ends)


def _next(asking: Asking, place: str, role: str, meta: dict[str, Any]) -> Any:
    """The role's file in the version that the file before it names; None where it is not there."""
    with suppress(FetchError, Unreadable, KeyError, TypeError):
        version = int(meta[f"{role}.json"]["version"])
        return asking.json(f"{place}metadata/{version}.{role}.json")
    return None


def _told(document: Any, role: str, ends: dict[str, datetime]) -> dict[str, Any]:
    """What it says of other roles; its own end is noted."""
    signed = document.get("signed") if isinstance(document, dict) else None
    if not isinstance(signed, dict):
        return {}
    with suppress(KeyError, TypeError, ValueError):
        ends[role] = datetime.fromisoformat(signed["expires"])
    meta = signed.get("meta")
    return meta if isinstance(meta, dict) else {}


def _factories(targets: Any) -> Iterator[str]:
    with suppress(KeyError, TypeError):
        for role in targets["signed"]["delegations"]["roles"]:
            if str(role["name"]).startswith(FACTORY):
                yield str(role["name"]).removeprefix(FACTORY)
