"""Publishing: the folder is made aside, put in place, signed, and only then cleared of the old."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from tuf.api.metadata import TargetFile

from officina_courses.model import Frozen
from officina_hub.errors import OfficinaError
from officina_hub.federation.feed.course_pages import entry_page
from officina_hub.federation.feed.folder import Content, make_folder
from officina_hub.federation.feed.offers import Offering
from officina_hub.federation.feed.staging import Staging, public_folder
from officina_hub.federation.place import FederationPlace
from officina_hub.federation.trust import Keyring, Repository
from officina_hub.federation.trust.repository import METADATA
from officina_hub.federation.trust.shelf import write_whole


class Published(Frozen):
    """What was done."""

    records: int
    created: int
    updated: int
    deleted: int
    packages: int
    files: int
    changed: int
    signed: bool


def publish(
    place: FederationPlace,
    offering: Offering,
    content: Content,
    keyring: Keyring,
    now: datetime,
    tell: Callable[[int], None],
) -> Published:
    """Bring the folder up to date. Without any change only the timestamp is signed anew."""
    with alone(place):
        repository = Repository(place.published, place.drafts, keyring, now)
        repository.settle()
        factories = repository.factories()
        if offering.factory not in factories:
            raise OfficinaError(
                f"{offering.factory} is not admitted to {place.published}.",
                "Nobody would believe what it signs there.",
                f"Admit it: officina federation admit {offering.factory}. If the id in "
                "factory.toml was changed, change it back.",
            )
        staging = Staging(place.published, place.aside, offering.factory)
        keys = keyring.private(factories[offering.factory])
        made = make_folder(staging, offering, content, keys, now, tell)
        staging.commit()
        files = [_target(place.published, path) for path in sorted(staging.wanted)]
        signed = repository.sign_files(offering.factory, files)
        write_whole(place.published / "index.html", entry_page(offering, sorted(factories)))
        repository.stamp()
        staging.remove_unwanted()
    return Published(
        records=made.records,
        created=made.counts.created,
        updated=made.counts.updated,
        deleted=made.counts.deleted,
        packages=made.packages,
        files=len(files),
        changed=len(staging.changed),
        signed=signed,
    )


@contextmanager
def alone(place: FederationPlace) -> Iterator[None]:
    """No two at once; the second is told, and does nothing."""
    place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    public_folder(place.published)
    public_folder(place.published / METADATA)
    number = os.open(place.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise OfficinaError(
            f"Somebody else is publishing from {place.folder}.",
            "Two at once would sign what the other is about to replace.",
            "Wait until it is done, then try again if it is still needed.",
        ) from error
    finally:
        os.close(number)


def _target(published: Path, path: str) -> TargetFile:
    return TargetFile.from_file(path, str(published / path), ["sha256"])
