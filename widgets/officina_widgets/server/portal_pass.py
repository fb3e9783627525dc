"""What a kernel may have asked of the portal in its session's name, and how that is asked.

The session's token goes to the portal and nowhere else. While the portal is away, a snapshot
answers what is asked of the catalogue.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Final, NamedTuple

from officina_widgets.environment import TOKEN_VARIABLE, URL_VARIABLE

if TYPE_CHECKING:
    from officina_widgets.finding.snapshot import SnapshotCatalogue
    from officina_widgets.transport import Patience, Transport

MIB: Final = 1024 * 1024
LARGEST_ANSWER: Final = 32 * MIB
LARGEST_BODY: Final = 80 * MIB  # a check takes 64 MiB of files, and tar pads each
QUICK_SECONDS: Final = 8.0
LONG_SECONDS: Final = 60.0
MOST_PAIRS: Final = 200

NOT_FROM_HERE = (
    "A kernel may not ask {method} {path} of the portal, so nothing was asked. Do it in a terminal "
    "of your session (File, New, Terminal; the same command without “!”), or on the portal's pages."
)
NOT_HANDED_IN = (
    "Nothing was handed in, and nothing was asked: a cell may run again at any time, and so may "
    "code that is not yours, so notebooks cannot hand in. Save the notebook, and press Submit in "
    "the list of assignments, or type in a terminal (File, New, Terminal): nbgrader submit "
    "{exercise}"
)
NO_PORTAL = (
    "This session belongs to no learning portal, so nothing was asked. Start it from a hub that "
    "has one, or search a snapshot file of a catalogue."
)
NOT_SO = (
    "The portal cannot be asked {path} with {name!a} like this, so nothing was asked. Your session "
    "may be older than what runs in it: restart your server."
)

Pairs = Sequence[tuple[str, str]]


class Way(NamedTuple):
    """An address of the portal's API that kernels may ask; ``*`` is any name."""

    method: str
    path: tuple[str, ...]
    query: Mapping[str, str] = {}
    is_in_snapshot: bool = False


WAYS: Final = (
    Way("GET", ("catalogue", "search"), {"[a-z_.]{1,60}": r"(?s:.{0,500})"}, is_in_snapshot=True),
    Way("GET", ("catalogue", "records", "*"), is_in_snapshot=True),
    Way(
        "GET",
        ("courses",),
        {"search|language|level": r".{0,200}", "limit|offset": r"\d{1,6}"},
    ),
    Way("GET", ("courses", "*")),
    Way("GET", ("courses", "*", "submissions"), {"user": "me"}),
    Way("POST", ("courses", "*", "exercises", "*", "checks")),
    Way("GET", ("checks", "*"), {"seen": r"\w{0,40}", "wait_seconds": r"\d{1,2}"}),
)
HANDING_IN: Final = ("courses", "*", "exercises", "*", "submissions")


class Asked(NamedTuple):
    """One question of a kernel's."""

    method: str
    segments: tuple[str, ...]
    query: Pairs = ()
    body: bytes = b""
    language: str = ""


class Told(NamedTuple):
    """Its answer; ``notes`` are those of the snapshot that gave it, None if it is the portal's."""

    kind: str
    body: bytes
    notes: tuple[str, ...] | None = None


class PortalPass:
    """Asks the portal with what the spawner put into the server's environment."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._environment = dict(environment)
        self._clock = clock
        self._resting_until = clock()
        self._reading = Lock()

    def ask(self, asked: Asked) -> Told:
        """The portal's answer or the snapshot's; raises ``PortalError``. It may block."""
        from officina_widgets.errors import PortalBroken, PortalUnreachable
        from officina_widgets.finding.catalogues import REST_SECONDS, instead_of

        way = way_of(asked)
        copy = self._snapshot if way.is_in_snapshot else None
        if copy is not None and (self._is_resting or not self._has_portal):
            return self._copied(asked, copy)
        try:
            return self._sent(asked, way)
        except (PortalUnreachable, PortalBroken) as away:
            if copy is None:
                raise
            told = instead_of(away, partial(self._copied, asked, copy))
            self._resting_until = self._clock() + REST_SECONDS
            return told

    @property
    def _is_resting(self) -> bool:
        """Whether the portal did not answer a moment ago."""
        return self._clock() < self._resting_until

    @property
    def _has_portal(self) -> bool:
        return all(self._environment.get(name) for name in (URL_VARIABLE, TOKEN_VARIABLE))

    def _sent(self, asked: Asked, way: Way) -> Told:
        if not self._has_portal:
            from officina_widgets.errors import NotConfigured

            raise NotConfigured(NO_PORTAL, code="not-configured")
        headers = {"Accept-Language": asked.language} if asked.language else {}
        if asked.body:
            headers["Content-Type"] = "application/x-tar"
        transport, seconds = self._quick, QUICK_SECONDS
        if not way.is_in_snapshot:
            transport, seconds = self._patient, LONG_SECONDS
        kind, body = transport.bounded(
            asked.method,
            *asked.segments,
            at_most=LARGEST_ANSWER,
            seconds=seconds,
            params=list(asked.query),
            data=asked.body or None,
            headers=headers,
        )
        return Told(kind, body)

    def _copied(self, asked: Asked, snapshot: SnapshotCatalogue) -> Told:
        """From the snapshot, which one thread at a time reads and asks."""
        from officina_widgets.catalogue.query_string import ask_of

        with self._reading:
            if asked.segments[1] == "search":
                found = snapshot.ask(ask_of(asked.query)).model_dump_json()
            else:
                found = snapshot.record(asked.segments[2]).model_dump_json()
            return Told("application/json", found.encode(), snapshot.notes)

    @cached_property
    def _quick(self) -> Transport:
        """Somebody is typing: rather a snapshot now than the portal's answer in a minute.

        The finder says after five seconds that the kernel is silent, so the truth comes before.
        """
        from officina_widgets.transport import Impatience

        return self._transport(Impatience(connect_seconds=1, read_seconds=3))

    @cached_property
    def _patient(self) -> Transport:
        from officina_widgets.transport import Patience

        return self._transport(Patience(connect_seconds=4, read_seconds=LONG_SECONDS, tries=2))

    def _transport(self, patience: Patience) -> Transport:
        from officina_widgets.transport import Transport

        url = self._environment.get(URL_VARIABLE, "")
        return Transport(url, self._environment.get(TOKEN_VARIABLE, ""), patience)

    @cached_property
    def _snapshot(self) -> SnapshotCatalogue | None:
        from officina_widgets.finding.catalogues import snapshot_of

        return snapshot_of(self._environment)


def way_of(asked: Asked) -> Way:
    """The way that a question takes; raises ``NotAllowed`` where there is none."""
    from officina_widgets.errors import NotAllowed

    path = "/".join(asked.segments)[:200]
    for way in WAYS:
        if way.method == asked.method and _fits(way.path, asked.segments):
            _check_query(way, asked.query, path)
            return way
    if asked.method == "POST" and _fits(HANDING_IN, asked.segments):
        sentence = NOT_HANDED_IN.format(exercise=asked.segments[3][:100])
    else:
        sentence = NOT_FROM_HERE.format(method=asked.method, path=path)
    raise NotAllowed(sentence, code="not-from-a-kernel", status=403)


def _fits(path: Sequence[str], segments: Sequence[str]) -> bool:
    return len(path) == len(segments) and all(
        one in ("*", other) and other for one, other in zip(path, segments, strict=True)
    )


def _check_query(way: Way, query: Iterable[tuple[str, str]], path: str) -> None:
    from officina_widgets.errors import Refused

    for number, (name, value) in enumerate(query):
        is_known = any(
            re.fullmatch(names, name) and re.fullmatch(values, value)
            for names, values in way.query.items()
        )
        if not is_known or number >= MOST_PAIRS:
            sentence = NOT_SO.format(path=path, name=name[:60])
            raise Refused(sentence, code="bad-query", status=400)
