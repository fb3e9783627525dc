"""The expected start: Officina's against Slurm's own, for the same jobs at the same moments."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.ground import Ground, ground
from benchmarks.sessions.guesses import Errors, Guess, errors
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.replay import HABITS, Submission, submissions

from officina_spawners.estimate import Habits, foresee, snapshot_of
from officina_spawners.estimate.habits import learn
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands

NODES = 3
PAST_JOBS = 42
JOBS = 48
LOOKS = 6
APART_SECONDS = 15.0
SETTLE_SECONDS = 8.0  # Slurm plans every two seconds here
LONGEST_SECONDS = 600.0
LEAST_RATIO = 5


async def run(quiet: Quiet) -> str:
    """The table."""
    async with ground("e", people=len(HABITS), gpu_nodes=NODES) as place:
        client = CommandLineClient(name="bench", commands=Commands(conf=place.cluster.conf))
        began = datetime.now(UTC) - timedelta(minutes=1)
        async with quiet.preparing():
            await submit(place, submissions(PAST_JOBS, seed=1))
            await until_drained(client)
        async with quiet.measuring():
            habits = learn(await client.past_jobs(began))
            await submit(place, submissions(JOBS, seed=2))
            guesses = []
            for number in range(LOOKS):
                await asyncio.sleep(APART_SECONDS if number else SETTLE_SECONDS)
                guesses += await look(client, habits, number)
            await until_drained(client)
        past = await client.past_jobs(began)
    return told(errors(guesses, {job.id: job.started_at for job in past}))


async def look(client: CommandLineClient, habits: Habits, number: int) -> list[Guess]:
    """Every waiting job, once: both opinions from the same answer of squeue."""
    nodes, queue = await client.nodes(), await client.queue()
    now = datetime.now(UTC)
    waiting = {job.id: job for job in queue if job.is_waiting}
    outlook = foresee(
        snapshot_of(nodes, queue, now), habits, jobs=waiting, chance=random.Random(number)
    )
    guesses = []
    for name, expected in outlook.jobs.items():
        if expected is not None:
            planned = waiting[name].starts_at
            slurms = (planned - now).total_seconds() if planned else None
            low, middle, high = (
                expected.low_seconds,
                expected.middle_seconds,
                expected.high_seconds,
            )
            guesses.append(Guess(name, now, middle, low, high, slurms))
    return guesses


async def submit(place: Ground, jobs: Iterable[Submission]) -> None:
    """One after the other, as they come."""
    for job in jobs:
        person = place.people[job.person]
        done = await asyncio.to_thread(place.cluster.run_as, person, job.command())
        if done.returncode:
            raise RuntimeError(done.stderr)


async def until_drained(client: CommandLineClient) -> None:
    """Nobody waits or runs."""

    async def is_empty() -> bool:
        return not (await client.list_jobs()).jobs

    await until(is_empty, seconds=LONGEST_SECONDS, every=2)


def told(found: Errors) -> str:
    """The section."""
    ours, slurms = Spread(found.ours), Spread(found.slurms)
    rows = [
        ("Officina's middle", len(ours.values), ours.row(0)),
        ("Slurm's (`squeue --start`)", len(slurms.values), slurms.row(0)),
    ]
    is_met = ours.median * LEAST_RATIO <= slurms.median
    shares = ", ".join(f"{share:.0%}" for share in HABITS)
    return (
        "### When a job starts\n\n"
        f"A real Slurm with {NODES * 4} GPUs. {len(HABITS)} people whose jobs use {shares} of "
        f"their limits, a quarter more or less from job to job, run {PAST_JOBS} jobs, from which "
        f"the habits are learned (`sacct`). Then {JOBS} jobs of one or two GPUs and 1 to 3 minutes "
        f"are submitted at once; {LOOKS} times, {APART_SECONDS:.0f} s apart, each waiting job's "
        "start is asked of both. Error: seconds between what was said and the real start. "
        f"The waits were {Spread(found.waits).row(0)} s. For {found.unsaid} of the guesses Slurm "
        "had no word; they are in no figure.\n\n"
        f"{table(('who says it', 'n', 'error in s, median (least to most)'), rows)}\n\n"
        f"Slurm's median error is {ratio(slurms.median, ours.median)} times Officina's. Of "
        f"Officina's ranges {found.within:.0%} held. Target, at least {LEAST_RATIO} times: "
        f"{verdict(is_met=is_met)}."
    )
