"""Requests to slurmctld a minute while sessions run: both contestants at the same time."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

from benchmarks.sessions.figures import ratio, table, verdict
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BOTH, OFFICINA, Ring, Spell, Terrain, ring

STEPS = {1: 120.0, 10: 120.0, 100: 300.0}  # sessions: seconds
SETTLE_SECONDS = 20.0
PEOPLE = 10
MOST_REQUESTS = 5.0


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=PEOPLE, cpu_nodes=2)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
        steps = [
            await step(rings, before, count, seconds, quiet)
            for before, (count, seconds) in zip((0, *STEPS), STEPS.items(), strict=False)
        ]
    rows = [
        row(spell, of, count, spells[OFFICINA.name])
        for count, spells in zip(STEPS, steps, strict=True)
        for of, spell in spells.items()
    ]
    last = steps[-1][OFFICINA.name].requests
    seconds = ", ".join(f"{each:.0f}" for each in STEPS.values())
    return (
        "### Load on slurmctld while sessions run\n\n"
        f"Real Hubs, real Slurm, real jobs; in each job a stand-in server instead of JupyterLab. "
        f"{PEOPLE} people with named servers. Counted for {seconds} s; in "
        "the last one Officina's caretaker, which comes every five minutes, is in it once. "
        "Both contestants at the same time, each on its own Slurm.\n\n"
        f"{table(HEADS, rows)}\n\n"
        f"Target, at most {MOST_REQUESTS:.0f} requests a minute at 100 sessions: "
        f"{verdict(is_met=last <= MOST_REQUESTS)} ({last:.1f})."
    )


HEADS = (
    "sessions",
    "spawner",
    "requests/min",
    "squeue/min",
    "slurmdbd queries/min",
    "hub CPU s/min",
    "its commands' CPU s/min",
    "hub memory MiB",
    "times Officina's requests",
)


async def step(
    rings: Sequence[Ring], before: int, count: int, seconds: float, quiet: Quiet
) -> dict[str, Spell]:
    """Grow to this number of sessions, then count."""
    async with quiet.preparing():
        await asyncio.gather(*(grow(each, before, count) for each in rings))
        await asyncio.sleep(SETTLE_SECONDS)
    async with quiet.measuring():
        spells = await asyncio.gather(*(each.watch(seconds) for each in rings))
    return {each.contestant.name: spell for each, spell in zip(rings, spells, strict=True)}


async def grow(each: Ring, before: int, count: int) -> None:
    people = each.people
    sessions = [
        (people[number % len(people)], f"s{number // len(people)}")
        for number in range(before, count)
    ]
    await each.begin_and_wait(sessions, at_once=8)


def row(spell: Spell, name: str, count: int, ours: Spell) -> tuple[object, ...]:
    """One line of the table."""
    return (
        f"{count:,}",
        name,
        f"{spell.requests:,.1f}",
        f"{spell.listings:,.1f}",
        f"{spell.accounting:.1f}",
        f"{spell.hub_cpu_seconds:.2f}",
        f"{spell.command_cpu_seconds:.2f}",
        f"{spell.memory_mib:.0f}",
        ratio(spell.requests, ours.requests),
    )
