"""REST search under load: a real portal with many records, and fifty people who type.

One process loads the records, as a command does, and ends. Another is the portal, served as it
always is, with a stand-in for the Hub that knows the fifty tokens; what was loaded is on its disk
only. This process asks, and measures until each answer is there whole.
"""

from __future__ import annotations

import asyncio
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

import psutil

BENCHES, SUPPORT = Path(__file__).parents[2], Path(__file__).parents[3] / "tests" / "support"
CLIENTS = 50
QUESTIONS = 20
PAUSE_SECONDS = (0.5, 1.5)
LONGEST_SECONDS = 120.0
TARGET_MS = 50
FIRST = 20
STARTING_SECONDS = 60.0
ADDRESS, QUERIES = "address.txt", "queries.json"


class Measured(NamedTuple):
    """What one way of asking took: milliseconds, and CPU seconds of the portal."""

    milliseconds: list[float]
    cpu_seconds: float
    seconds: float


def run(count: int) -> str:
    """Measure; gives the section for the reference."""
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as folder:
        loading = [sys.executable, __file__, "load", folder, str(count)]
        subprocess.run(loading, check=True)
        with subprocess.Popen(
            [sys.executable, __file__, "serve", folder], stdin=subprocess.PIPE, text=True
        ) as portal:
            assert portal.stdin is not None
            try:
                told = _told(Path(folder))
                process = psutil.Process(portal.pid)
                typing = _asked(told, process, PAUSE_SECONDS)
                pressing = _asked(told, process, (0.0, 0.0))
                memory = process.memory_info().rss / 2**20
            finally:
                portal.stdin.close()
    return _section(count, typing, pressing, memory)


def _told(folder: Path) -> dict[str, Any]:
    """The address and the questions, once the portal answers."""
    until = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < until:
        with suppress(OSError, ValueError):
            url = (folder / ADDRESS).read_text("utf-8")
            with urlopen(f"{url}api/health", timeout=1):
                return {"url": url, "queries": json.loads((folder / QUERIES).read_bytes())}
        time.sleep(0.1)
    raise SystemExit(f"the portal did not answer within {STARTING_SECONDS:.0f} s")


def _asked(told: dict[str, Any], process: psutil.Process, pause: tuple[float, float]) -> Measured:
    """All clients at once, each its questions one after the other; what is late is not asked."""
    began, before = time.perf_counter(), _cpu(process)
    clients = [_Client(told, number, pause, began + LONGEST_SECONDS) for number in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as threads:
        taken = [each for one in threads.map(_Client.ask, clients) for each in one]
    if len(taken) < CLIENTS * QUESTIONS:
        print(f"{len(taken)} were asked within {LONGEST_SECONDS:.0f} s", file=sys.stderr)
    return Measured(taken, _cpu(process) - before, time.perf_counter() - began)


class _Client:
    """One person with one connection, as a browser or a session's server keeps it."""

    def __init__(
        self, told: dict[str, Any], number: int, pause: tuple[float, float], until: float
    ) -> None:
        self._url, self._pause, self._until = urlsplit(told["url"]), pause, until
        self._dice = random.Random(number)
        self._queries = self._dice.sample(told["queries"], k=QUESTIONS)
        self._headers = {"Authorization": f"token learner-{number}"}

    def ask(self) -> list[float]:
        """Milliseconds of each question."""
        with closing(HTTPConnection(self._url.netloc, timeout=LONGEST_SECONDS)) as connection:
            connection.connect()
            return [self._one(connection, query) for query in self._queries if self._has_time()]

    def _has_time(self) -> bool:
        time.sleep(self._dice.uniform(*self._pause))
        return time.perf_counter() < self._until

    def _one(self, connection: HTTPConnection, query: str) -> float:
        path = f"{self._url.path}api/catalogue/search?{query}"
        began = time.perf_counter()
        connection.request("GET", path, headers=self._headers)
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - began) * 1000
        if answer.status != 200:
            raise SystemExit(f"{query} was answered {answer.status}: {body[:500]!r}")
        return took


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _section(count: int, typing: Measured, pressing: Measured, memory: float) -> str:
    last = _last(typing)
    verdict = "met" if last <= TARGET_MS else "**missed**"
    return f"""### REST search, {CLIENTS} clients

A real portal with {count:,} records, newly started, searched by {CLIENTS} clients with \
{QUESTIONS} questions each, over loopback; every class of question from above is asked as \
often. Milliseconds from sending to the whole answer: {FIRST} records and all counts. Portal and \
clients share the machine.

| clients | n | median | 95 of 100 | 99 of 100 | slowest | questions/s | portal's CPU ms each |
|---|---|---|---|---|---|---|---|
{_row("each asks about once a second", typing)}
{_row("each asks again at once", pressing)}

Memory of the portal at the end {memory:.0f} MiB. Target, 99 of 100 within {TARGET_MS} ms where \
each asks about once a second: {verdict} ({last:.0f} ms)."""


def _row(name: str, measured: Measured) -> str:
    taken = sorted(measured.milliseconds)
    places = (statistics.median(taken), taken[int(len(taken) * 0.95)], _last(measured), taken[-1])
    each = measured.cpu_seconds / len(taken) * 1000
    told = " | ".join(f"{place:.0f}" for place in places)
    return f"| {name} | {len(taken)} | {told} | {len(taken) / measured.seconds:.0f} | {each:.1f} |"


def _last(measured: Measured) -> float:
    return sorted(measured.milliseconds)[int(len(measured.milliseconds) * 0.99)]


async def _serve(folder: Path) -> None:
    """The portal's side: as ``officina portal`` serves, until nobody listens."""
    from portal_house import HubAccess, PortalSettings, SecretStr
    from ports import unused_port
    from stub_hub import StubHub, person

    from officina_hub.portal.app import serve

    hub, url = StubHub(), f"http://127.0.0.1:{unused_port()}"
    for number in range(CLIENTS):
        hub.tokens[f"learner-{number}"] = person(f"learner-{number}")
    access = HubAccess(api_url=hub.api_url, api_token=SecretStr("portal"), service_url=url)
    settings, stop = PortalSettings(data_dir=folder, hub=access), asyncio.Event()
    serving = asyncio.create_task(serve(settings, stop=stop))
    (folder / ADDRESS).write_text(f"{url}{access.service_prefix}", "utf-8")
    await asyncio.to_thread(sys.stdin.readline)
    stop.set()
    await serving


async def _load(folder: Path, count: int) -> None:
    """A portal's folder with so many records, and the questions to them."""
    from portal_house import House

    async with House(folder) as house:
        questions = await house.portal.keep(_loaded, house.portal, count)
    (folder / QUERIES).write_text(json.dumps(questions), "utf-8")


def _loaded(portal: Any, count: int) -> list[str]:
    from benchmarks.find.questions import Taken
    from benchmarks.find.records import made

    from officina_hub.catalogue.arriving import Arriving, Source
    from officina_hub.portal.catalogue_keeping import begin
    from officina_hub.portal.catalogue_loading import Loader, LoadOptions
    from officina_hub.portal.store.act import Act

    taken = Taken(count)

    def arriving() -> Iterator[Arriving]:
        for number, each in enumerate(taken.passing(made(count))):
            yield Arriving(each.record.record, f"line {number}")

    begin(portal)  # what each portal knows by itself
    act = Act(user="olga", at=portal.clock())
    Loader(portal.database, Source(id="made-up"), act, LoadOptions()).load(arriving())
    portal.catalogue.bring_up_to_date(lambda _: None)
    return _queries(taken.questions())


def _queries(questions: dict[str, list[Any]]) -> list[str]:
    """As many of each class, as addresses have them."""
    from officina_widgets.catalogue.query_string import query_of

    fewest = min(map(len, questions.values()))
    return [urlencode(query_of(ask)) for asks in questions.values() for ask in asks[:fewest]]


if __name__ == "__main__":
    sys.path[:0] = [str(SUPPORT), str(BENCHES)]
    what, folder, *count = sys.argv[1:]
    if what == "load":
        asyncio.run(_load(Path(folder), int(count[0])))
    else:
        asyncio.run(_serve(Path(folder)))
