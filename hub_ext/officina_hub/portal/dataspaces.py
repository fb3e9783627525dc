"""The portal's place in data spaces: partners, where they answer, and what they offer now.

Partners are those of ``factory.toml`` when the portal started. One whose tokens cannot be read is
no reason not to serve the others; its pages say what is wrong.
"""

from __future__ import annotations

import base64
import functools
import hmac
import logging
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

from tornado.httputil import HTTPServerRequest

from officina_hub.errors import OfficinaError
from officina_hub.factory.dataspaces import Dataspace
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.consumer import Consumer
from officina_hub.federation.dataspace.desk import Either
from officina_hub.federation.dataspace.errors import Mismatch, NotUnderstood
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.partner import Partner, partner_with
from officina_hub.federation.dataspace.partners import partner_of
from officina_hub.federation.dataspace.sending import Sending
from officina_hub.federation.dataspace.shelf import Shelf
from officina_hub.federation.dataspace.web import Rule, WhoAsks, bearer, process_rules
from officina_hub.federation.fetching import FetchLimits
from officina_hub.federation.fetching.errors import TooSlow, Unreachable
from officina_hub.portal.asking_pace import AskingPace

log = logging.getLogger("officina.portal")

# Somebody looks at the page meanwhile.
PATIENT: Final = FetchLimits(answer_seconds=10, all_seconds=20, tries=1)
KEPT_SECONDS: Final = 60.0
SILENT_SECONDS: Final = 10.0
MOST_KEPT: Final = 200
# Of a catalogue's entry as JSON: nobody reads more, and comparing it keeps everybody waiting.
LONGEST_TERMS: Final = 100_000
NOT_REACHED: Final = (
    "{name} has no address of this hub to answer to.",
    "An agreement is made by messages in both directions.",
    "An operator adds reached_at to the partner's [[dataspaces]] in factory.toml.",
)

BUSY: Final = OfficinaError(
    "The provider has not answered what others here asked it.",
    "More questions would keep it from answering.",
    "Look again in a minute.",
)


class Connected(NamedTuple):
    """A partner with the desk that speaks with it."""

    partner: Partner
    consumer: Consumer
    facts: Dataspace


class Dataspaces:
    """All partners; ``secret`` makes addresses that nobody guesses and that stay the same."""

    def __init__(
        self,
        dataspaces: Iterable[Dataspace],
        shelf: Shelf,
        secret: bytes,
        changed: Callable[[Either], None] = lambda process: None,
    ) -> None:
        self.shelf = shelf
        self.faults: dict[str, OfficinaError] = {}
        self._connected: dict[str, Connected] = {}
        self._words: dict[str, str] = {}
        self._line = Line(PATIENT)
        self._asking = Sending()
        self._pace = AskingPace()
        self._told: dict[tuple[str, str], tuple[float, Dataset | OfficinaError]] = {}
        self._silent: dict[str, tuple[float, OfficinaError]] = {}
        for facts in dataspaces:
            if not facts.address:
                continue  # it only asks here
            try:
                partner = partner_of(facts)
            except OfficinaError as error:
                log.warning("the data space %s is left out: %s", facts.id, error)
                self.faults[facts.id] = error
                continue
            word = _word(secret, facts.id)
            callback = f"{facts.reached_at.rstrip('/')}/dataspace/{word}"
            consumer = Consumer(Line(), shelf, callback=callback, changed=changed)
            self._words[facts.id] = word
            self._connected[facts.id] = Connected(partner, consumer, facts)

    def knows(self, id: str) -> bool:  # noqa: A002
        """Whether there is such a partner, usable or not."""
        return id in self._connected or id in self.faults

    def connected(self, id: str) -> Connected:  # noqa: A002
        """The partner; raises ``OfficinaError`` with what is wrong with it."""
        if id in self.faults:
            raise self.faults[id]
        if id not in self._connected:
            raise OfficinaError(
                f"The partner {id} does not stand in factory.toml any more.",
                "Nobody knows how it is reached.",
                "An operator puts its [[dataspaces]] back; agreements of before are kept.",
            )
        found = self._connected[id]
        if not found.facts.reached_at:
            happened, matters, way_out = NOT_REACHED
            raise OfficinaError(happened.format(name=found.partner.name), matters, way_out)
        return found

    async def dataset(
        self,
        id: str,  # noqa: A002
        dataset: str,
        person: str,
        *,
        is_fresh: bool = False,
    ) -> Dataset:
        """What the partner offers now, or a minute ago.

        Raises
        ------
        OfficinaError
            Where it cannot be asked, or answers something else.
        TooMany
            Where that person had partners asked too often.

        """
        key = (id, dataset)
        found = None if is_fresh else self._remembered(key)
        if found is None:
            partner = self.connected(id).partner
            with self._pace.turn(person) as charge:
                charge(1)
                found = await self._asked(partner, dataset)
            while len(self._told) >= MOST_KEPT:
                self._told.pop(next(iter(self._told)))
            self._told[key] = (time.monotonic(), found)
        if isinstance(found, OfficinaError):
            raise found
        return found

    def _remembered(self, key: tuple[str, str]) -> Dataset | OfficinaError | None:
        """What it said a moment ago; one that does not answer is left in peace for less long."""
        at, known = self._told.get(key, (0.0, None))
        kept = SILENT_SECONDS if isinstance(known, OfficinaError) else KEPT_SECONDS
        return known if time.monotonic() - at < kept else None

    def rules(self, prefix: str) -> list[Rule]:
        """Where partners answer: each at an address of its own, with its token where it has one."""
        return [
            rule
            for id, found in self._connected.items()  # noqa: A001
            for rule in process_rules(
                f"{re.escape(prefix)}dataspace/{re.escape(self._words[id])}",
                found.consumer,
                _who(found.partner),
            )
        ]

    async def stop(self) -> None:
        """Say nothing more to anybody."""
        self._asking.stop()
        for found in self._connected.values():
            await found.consumer.stop()

    async def _asked(self, partner: Partner, dataset: str) -> Dataset | OfficinaError:
        """Its answer, in threads of its own: a silent partner keeps nobody else's waiting."""
        try:
            self._asking.check_room(partner.id)
        except Mismatch:
            return BUSY
        with self._asking.counted(partner.id):
            return await self._asking.sent(
                partner.id, functools.partial(self._answer, partner, dataset)
            )

    def _answer(self, partner: Partner, dataset: str) -> Dataset | OfficinaError:
        at, error = self._silent.get(partner.id, (0.0, None))
        if error and time.monotonic() - at < SILENT_SECONDS:
            return error
        try:
            return _short(self._line.dataset(partner, self._line.base(partner), dataset))
        except (Unreachable, TooSlow) as error:
            self._silent[partner.id] = (time.monotonic(), error)
            return error
        except OfficinaError as error:
            return error


def _short(dataset: Dataset) -> Dataset:
    """Raises ``NotUnderstood`` where nobody can read all of it."""
    count = len(dataset.model_dump_json(by_alias=True, exclude_none=True))
    if count > LONGEST_TERMS:
        raise NotUnderstood(
            f"What the provider says of this dataset has {count:,} characters, and no more than "
            f"{LONGEST_TERMS:,} are read.",
            "Nobody can agree to terms that nobody has read.",
            "Ask the provider for the terms in fewer words.",
        )
    return dataset


def _word(secret: bytes, id: str) -> str:  # noqa: A002
    digest = hmac.digest(secret, f"where the data space {id} answers".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _who(partner: Partner) -> WhoAsks:
    def who(request: HTTPServerRequest) -> Partner | None:
        return partner_with(bearer(request), [partner]) if partner.expected else partner

    return who


def data_folder(home: Path) -> Path:
    """Where data lie that came under agreements; ``home`` is the portal's own folder."""
    folder = home / "agreed-data"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
