"""The deadline minute: a class hands in all at once at a real portal, and nothing is lost.

The portal runs in a process of its own, with a stand-in for the Hub and one thousand tokens; this
process sends at moments spread over the minute, and measures until each receipt has come.
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
from pathlib import Path
from typing import Any

import psutil

SUPPORT = Path(__file__).parents[2] / "tests" / "support"
COURSES = ("tea", "coffee", "cocoa")
SUBMISSIONS = 1000
SECONDS = 60.0
DEEP = 10_000
CLAIMS = 100
SEED = 1


def run(*, seconds: float = SECONDS) -> str:
    """Measure; gives the section for docs/reference/benchmarks.md."""
    with tempfile.TemporaryDirectory(prefix="officina-bench-") as folder:
        argv = [sys.executable, __file__, folder]
        with subprocess.Popen(
            argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as portal:
            assert portal.stdin is not None
            assert portal.stdout is not None
            url = portal.stdout.readline().strip()
            process = psutil.Process(portal.pid)
            before = _cpu(process)
            receipts, times = asyncio.run(_deadline_minute(url, seconds))
            cpu = _cpu(process) - before
            portal.stdin.write(json.dumps(receipts) + "\n")
            portal.stdin.flush()
            told = json.loads(portal.stdout.readline())
            memory = process.memory_info().rss / 2**20
            portal.stdin.close()
    return _section(seconds, times, told, cpu, memory)


async def _deadline_minute(url: str, seconds: float) -> tuple[list[Any], list[float]]:
    from tornado.httpclient import AsyncHTTPClient

    AsyncHTTPClient.configure(None, max_clients=SUBMISSIONS)
    chance = random.Random(SEED)
    moments = sorted(chance.uniform(0, seconds) for _ in range(SUBMISSIONS))
    begin = time.perf_counter() + 1
    sent = [_hand_in(url, number, begin + moment) for number, moment in enumerate(moments)]
    answers = await asyncio.gather(*sent)
    return [receipt for receipt, _ in answers], [took for _, took in answers]


async def _hand_in(url: str, number: int, at: float) -> tuple[Any, float]:
    from portal_house import tar_of
    from tornado.httpclient import AsyncHTTPClient

    tar = tar_of({"leaf.ipynb": _notebook(number)})
    await asyncio.sleep(at - time.perf_counter())
    began = time.perf_counter()
    answer = await AsyncHTTPClient().fetch(
        f"{url}api/courses/{COURSES[number % 3]}/exercises/leaf/submissions",
        method="POST",
        headers={"Authorization": f"token learner-{number}"},
        body=tar,
        request_timeout=300,
    )
    return json.loads(answer.body), time.perf_counter() - began


def _notebook(number: int) -> bytes:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{index}",
            "metadata": {},
            "outputs": [],
            "execution_count": None,
            "source": f"answer_{index} = {number}\n" * 20,
        }
        for index in range(15)
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _section(
    seconds: float, times: list[float], told: dict[str, Any], cpu: float, memory: float
) -> str:
    ordered = sorted(times)
    p95 = ordered[int(len(ordered) * 0.95)]
    return f"""### The deadline minute at the portal

{SUBMISSIONS} submissions of {SUBMISSIONS} learners of {len(COURSES)} courses at random moments of \
{seconds:.0f} s, to a portal with SQLite; no grader beside it. Times are until the receipt has come.

| what | |
|---|---|
| receipt, median | {statistics.median(times) * 1000:.0f} ms |
| receipt, 95 of 100 | {p95 * 1000:.0f} ms |
| receipt, slowest | {ordered[-1] * 1000:.0f} ms |
| processor time of the portal for one submission | {cpu / SUBMISSIONS * 1000:.1f} ms |
| receipts given, and submissions that the audit finds whole | {len(times)}, {told["whole"]} |
| taking work, {SUBMISSIONS} waiting: transaction, processor time | {told["claim_ms"]:.1f} ms, \
{told["claim_cpu_ms"]:.1f} ms |
| taking work, {DEEP} waiting | {told["deep_ms"]:.1f} ms, {told["deep_cpu_ms"]:.1f} ms |
| memory of the portal at the end | {memory:.0f} MiB |"""


async def _serve(folder: Path) -> None:
    """The portal's side: print the address, wait for the receipts, tell what was found."""
    from portal_house import House, TurnedClock, course, publish_course
    from stub_hub import person

    class Now(TurnedClock):
        def __call__(self) -> Any:
            from officina_hub.portal.clock import utc_now

            return utc_now()

    async with House(folder, clock=Now()) as house:
        for course_id in COURSES:
            publish_course(house.portal, course(course_id))
        for number in range(SUBMISSIONS):
            name = f"learner-{number}"
            house.hub.tokens[name] = person(name)
            await house.enrol(name, COURSES[number % 3])
        sys.stdout.write(f"{house.url}\n")
        sys.stdout.flush()
        receipts = await asyncio.to_thread(sys.stdin.readline)
        told = await asyncio.to_thread(_look, house, json.loads(receipts))
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)


def _look(house: Any, receipts: list[Any]) -> dict[str, float]:
    from officina_hub.portal.store.audit import audit
    from officina_widgets.wire import Receipt

    portal = house.portal
    kept = [Receipt.model_validate(receipt) for receipt in receipts]
    with portal.database.reading() as session:
        report = audit(session, portal.blobs, portal.signer, kept)
    whole = report.submissions if report.is_clean else -1
    claim, claim_cpu = _claims(portal)
    _deepen(portal)
    deep, deep_cpu = _claims(portal)
    return {
        "whole": whole,
        "claim_ms": claim,
        "claim_cpu_ms": claim_cpu,
        "deep_ms": deep,
        "deep_cpu_ms": deep_cpu,
    }


def _claims(portal: Any) -> tuple[float, float]:
    from officina_hub.portal.store import queue
    from officina_hub.portal.store.act import Act

    act = Act(user="grader", at=portal.clock())
    began, busy = time.perf_counter(), time.thread_time()
    for number in range(CLAIMS):
        with portal.database.writing() as session:
            queue.claim(session, f"grader-{number}", act, lease_seconds=3600)
    took, used = time.perf_counter() - began, time.thread_time() - busy
    return took / CLAIMS * 1000, used / CLAIMS * 1000


def _deepen(portal: Any) -> None:
    """Many more learners wait; straight into the table, since only the claim is measured."""
    from sqlalchemy import func, insert, select

    from officina_hub.portal.db import tables as t
    from officina_hub.portal.store.kinds import KINDS
    from officina_hub.portal.store.line import NO_DEADLINE

    with portal.database.writing() as session:
        waiting = select(func.count()).where(t.Job.state == "waiting")
        missing = DEEP - (session.scalar(waiting) or 0)
        row = {"kind": "grade", "state": "waiting", "exercise_id": "leaf", "tries": 0}
        row |= {"lane": KINDS["grade"].lane, "turn": 0, "due_at": NO_DEADLINE, "claimed": 0}
        row |= {"created_at": portal.clock(), "message": ""}
        rows = [
            {**row, "course_id": COURSES[number % 3], "user": f"more-{number}"}
            for number in range(missing)
        ]
        session.execute(insert(t.Job), rows)


sys.path.insert(0, str(SUPPORT))

if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
