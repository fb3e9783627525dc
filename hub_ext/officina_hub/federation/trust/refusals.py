"""Why nothing was signed, as errors for the operator."""

from __future__ import annotations

from pathlib import Path

from officina_hub.errors import OfficinaError


def begun_already(folder: Path) -> OfficinaError:
    """A second root would make the first worthless."""
    return OfficinaError(
        f"{folder} has a root already.",
        "Peers that trust it would refuse whatever another one signs.",
        "To change its keys: officina federation rotate",
    )


def not_its_own(factory: str, path: str) -> OfficinaError:
    """A path that is not the factory's."""
    return OfficinaError(
        f"{path} does not stand in the folder of {factory}.",
        "Readers refuse a factory that signs for another.",
        "Publish only what stands there; if it came from that factory, tell it.",
    )


def not_signed_by(factory: str) -> OfficinaError:
    """Metadata with no signature of the key that counts."""
    return OfficinaError(
        f"What is handed over was not signed with the key by which {factory} is admitted here.",
        "Readers would refuse it, so nothing was taken.",
        "Ask that factory which key it signs with; officina federation status has the one here.",
    )


def draft_waits(draft: Path, missing: int) -> OfficinaError:
    """One change at a time."""
    return OfficinaError(
        f"{draft} still waits for {missing} signatures.",
        "Two changes beside each other would undo one another.",
        "Have it signed (officina federation keys sign), or delete the file, then try again.",
    )


def not_admitted(factory: str) -> OfficinaError:
    """A factory that has no place here."""
    return OfficinaError(
        f"{factory} is not admitted to this folder.",
        "So nothing of it could be changed.",
        "See who is with: officina federation status",
    )


def not_begun(folder: Path) -> OfficinaError:
    """Nothing that anybody could trust."""
    return OfficinaError(
        f"{folder} has no root, or none that enough keys have signed.",
        "Peers could trust nothing that is published there.",
        "Begin with: officina federation init; officina federation status shows drafts that wait.",
    )


def no_such_key(role: str, key: str | None, known: list[str]) -> OfficinaError:
    """Of several, or of none."""
    found = f"{key} is no key of {role}" if key else f"{role} has {len(known)} keys"
    return OfficinaError(
        f"{found}.",
        "So nobody can tell which one is meant.",
        f"Name one of these with --old: {', '.join(known)}",
    )


def no_key_at_hand(role: str, known: list[str]) -> OfficinaError:
    """The keys of every day are missing."""
    return OfficinaError(
        f"None of the keys that may sign {role} is at hand.",
        "Without it nothing new can be published.",
        f"Put one of these in the folder federation/keys of the data folder: {', '.join(known)}",
    )
