"""Checks before handing in while a class hands in: how soon each is answered.

Twice: by graders as they are, whose work for marks gives way, and by such that take an equal share.

A real portal in a process of its own, with a stand-in for the Hub; real graders, each a process, as
``officina up`` starts them; a realistic notebook with NumPy, pandas and a plot. At random moments
of the minute a thousand learners hand in, and others have theirs checked, each check one question
and one wait, as JupyterLab asks.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

SUPPORT = Path(__file__).parents[2] / "tests" / "support"
sys.path[:0] = [str(SUPPORT), str(Path(__file__).parent)]

GRADERS = 2
SEED = 3
EQUAL_GRADER = Path(__file__).parent / "equal_grader.py"
CHECKERS_WARM = 3  # checks before the minute: each process makes its plan of the exercise once
MEDIAN_TARGET = 0.5
P95_TARGET = 2.0


class Load(NamedTuple):
    """How much comes in how much time."""

    seconds: float
    submissions: int
    checks: int
    checkers: int


class Found(NamedTuple):
    """What was measured."""

    quiet: list[float]
    loaded: list[float]
    behind: int


def run(load: Load) -> str:
    """Measure; gives the section for docs/reference/benchmarks.md."""
    equal = _measured(load, gives_way=False)
    return _section(load, _measured(load, gives_way=True), equal)


def _measured(load: Load, *, gives_way: bool) -> Found:
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as folder:
        argv = [sys.executable, __file__, folder, str(load.submissions + load.checks)]
        with subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
        ) as portal:
            assert portal.stdin is not None
            assert portal.stdout is not None
            url = portal.stdout.readline().strip()
            with _graders(_commands(Path(folder), load.checkers, gives_way=gives_way), url):
                found = asyncio.run(_measure(url, load))
            portal.stdin.close()
    return found


def _commands(data_dir: Path, checkers: int, *, gives_way: bool) -> list[list[str]]:
    program = [sys.executable, "-m", "officina_hub.cli", "grader"]
    marking = program if gives_way else [sys.executable, str(EQUAL_GRADER)]
    options = ["--data-dir", str(data_dir), "--number"]
    commands = [[*marking, *options, str(number + 1)] for number in range(GRADERS)]
    checking = [*program, "--checks-only", *options]
    return commands + [[*checking, str(number + 1)] for number in range(checkers)]


@contextmanager
def _graders(commands: list[list[str]], url: str) -> Iterator[None]:
    environment = {**os.environ, "OFFICINA_PORTAL_URL": url, "JUPYTERHUB_API_TOKEN": "grader"}
    nowhere = subprocess.DEVNULL
    started = [
        # As the supervisor starts everything, each in a session of its own.
        subprocess.Popen(
            argv, env=environment, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
        for argv in commands
    ]
    try:
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(60)


async def _measure(url: str, load: Load) -> Found:
    from tornado.httpclient import AsyncHTTPClient

    AsyncHTTPClient.configure(None, max_clients=load.submissions + load.checks)
    people = [f"learner-{number}" for number in range(load.submissions + load.checks)]
    checking, handing_in = people[: load.checks], people[load.checks :]
    for number in range(CHECKERS_WARM * (GRADERS + load.checkers)):
        await _check(url, checking[0], number)
    quiet = [await _check(url, name, 1) for name in checking[:20]]
    chance = random.Random(SEED)
    begin = time.perf_counter() + 1

    def moment() -> float:
        return begin + chance.uniform(0, load.seconds)

    sent = asyncio.gather(*(_hand_in(url, name, moment()) for name in handing_in))
    checked = asyncio.gather(*(_check(url, name, 2, at=moment()) for name in checking))
    loaded = await checked
    await sent
    behind = await _waiting(url)
    return Found(quiet, loaded, behind)


async def _check(url: str, name: str, number: int, at: float = 0.0) -> float:
    tar = _package(f"{name} {number}")
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    began = time.perf_counter()
    seen = await _ask(f"{url}/api/courses/tea/exercises/leaf/checks", name, tar)
    while seen["state"] in ("waiting", "running"):
        query = f"?seen={seen['state']}&wait_seconds=20"
        seen = await _ask(f"{url}/api/checks/{seen['id']}{query}", name)
    took = time.perf_counter() - began
    verdicts = [task["verdict"] for book in seen["result"]["notebooks"] for task in book["tasks"]]
    assert verdicts == ["passed"] * 3, seen
    return took


async def _hand_in(url: str, name: str, at: float) -> None:
    tar = _package(name)
    await asyncio.sleep(max(0.0, at - time.perf_counter()))
    await _ask(f"{url}/api/courses/tea/exercises/leaf/submissions", name, tar)


async def _waiting(url: str) -> int:
    return int((await _ask(f"{url}/api/health", "learner-0"))["waiting_jobs"])


async def _ask(url: str, name: str, tar: bytes | None = None) -> Any:
    from tornado.httpclient import AsyncHTTPClient

    answer = await AsyncHTTPClient().fetch(
        url,
        method="GET" if tar is None else "POST",
        headers={"Authorization": f"token {name}"},
        body=tar,
        request_timeout=300,
    )
    return json.loads(answer.body)


def _package(said: str) -> bytes:
    from exercises import REALISTIC, notebook
    from portal_house import tar_of

    content = notebook(REALISTIC)
    content["cells"][4]["source"] += f"\n# {said}"
    return tar_of({"leaf.ipynb": json.dumps(content).encode()})


def _row(name: str, times: list[float]) -> str:
    return (
        f"| {name} | {len(times)} | {statistics.median(times):.2f} s | {_p95(times):.2f} s "
        f"| {max(times):.2f} s |"
    )


def _p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * (len(times) - 1))]


def _verdict(seconds: float, target: float) -> str:
    return "met" if seconds <= target else "**missed**"


def _section(load: Load, found: Found, equal: Found) -> str:
    median = _verdict(statistics.median(found.loaded), MEDIAN_TARGET)
    p95 = _verdict(_p95(found.loaded), P95_TARGET)
    return f"""### Checks while a class hands in

{load.submissions} learners hand in the realistic notebook at random moments of \
{load.seconds:.0f} s, and {load.checks} others have theirs checked at random moments of the same \
time; {GRADERS} graders, and {load.checkers} for checks alone. From sending to the answer, the \
sandbox's run and all waiting included. Portal, graders, and whoever asks share the machine. \
Measured twice, one after the other: with work for marks that has an equal share of the \
processors, and with such that gives way, as it does. At the end {equal.behind} and \
{found.behind} pieces of work waited for their marks.

| checks | n | median | 95 of 100 | slowest |
|---|---|---|---|---|
{_row("nobody hands in", found.quiet)}
{_row("while a class hands in, with an equal share", equal.loaded)}
{_row("while a class hands in", found.loaded)}

Targets while the class hands in: median at most {MEDIAN_TARGET} s: {median}; 95 of 100 at most \
{P95_TARGET:.0f} s: {p95}."""


async def _serve(folder: Path, people: int) -> None:
    """The portal's side: a course that is prepared, everybody enrolled, until the pipe ends."""
    from exercises import REALISTIC, notebook, write_data
    from graded_class import RunningClock
    from portal_house import House, course, publish_course
    from stub_hub import person

    from officina_courses.release import prepare_exercise
    from officina_hub.portal.check_keeping import keep_checks

    async with House(folder, clock=RunningClock()) as house:
        (folder / "factory.toml").write_text("")
        publish_course(house.portal, course())
        home = folder / "courses" / "tea"
        source = home / "source" / "leaf"
        source.mkdir(parents=True)
        (source / "leaf.ipynb").write_text(json.dumps(notebook(REALISTIC)))
        write_data(source)
        prepare_exercise(home, "leaf")
        for number in range(people):
            name = f"learner-{number}"
            house.hub.tokens[name] = person(name)
            await house.enrol(name)
        keeping = asyncio.create_task(keep_checks(house.portal))
        sys.stdout.write(house.url.rstrip("/") + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        house.portal.say_goodbye()
        await keeping


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1]), int(sys.argv[2])))
