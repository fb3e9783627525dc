"""Running a command: bounded, without a shell, and nothing of it is left behind."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import pytest

from officina_spawners.processes import marked_processes
from officina_spawners.slurm import commands as module
from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.commands import Commands

STUBBORN = "trap '' TERM INT HUP; sleep 60 & sleep 60"


def children() -> set[str]:
    """Of this process, living and unreaped."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


async def assert_gone(mark: str) -> None:
    """Whoever was killed needs a moment to be dead."""
    for process in marked_processes(mark):
        assert await process.gone(timeout_seconds=5)


async def run(*argv: str, seconds: float = 10.0, **more):
    return await Commands().run(argv, timeout_seconds=seconds, **more)


async def test_output_errors_and_status_are_told():
    found = await run("/bin/sh", "-c", "echo out; echo err >&2; exit 3")
    assert (found.out, found.err, found.status) == (b"out\n", "err\n", 3)


async def test_a_command_that_hangs_is_killed_with_its_children_and_leaves_no_zombie():
    before, mark = children(), "OFFICINA_TEST_MARK=hangs"
    with pytest.raises(Unanswered, match=r"no answer in 0\.5 s"):
        await run("/bin/sh", "-c", f"{mark} sh -c '{STUBBORN}'", seconds=0.5)
    await assert_gone(mark)
    assert children() <= before


async def test_a_command_that_is_cancelled_is_killed_as_well():
    before, mark = children(), "OFFICINA_TEST_MARK=cancelled"
    task = asyncio.create_task(run("/bin/sh", "-c", f"echo; {mark} sh -c '{STUBBORN}'"))
    async with asyncio.timeout(10):
        while not marked_processes(mark):  # noqa: ASYNC110 - a process tells nobody that it began
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await assert_gone(mark)
    assert children() <= before


async def test_a_command_that_talks_without_end_is_killed(monkeypatch):
    monkeypatch.setattr(module, "LARGEST_ANSWER", 100_000)
    with pytest.raises(Unanswered, match="more than 100000 bytes"):
        await run("/usr/bin/yes")


async def test_a_command_need_not_read_what_it_is_given():
    found = await run("/bin/true", stdin=b"x" * 1_000_000)
    assert found.status == 0


async def test_a_large_input_and_output_do_not_block_each_other():
    data = os.urandom(2_000_000)
    assert (await run("/bin/cat", stdin=data)).out == data


async def test_a_program_that_cannot_be_started_is_no_answer(tmp_path):
    broken = tmp_path / "squeue"
    broken.write_text("no program")
    broken.chmod(0o755)
    with pytest.raises(Unanswered, match="could not be started"):
        await run(str(broken))
    with pytest.raises(Unanswered, match="was not found"):
        Commands(path=str(tmp_path)).program("sbatch")


async def test_no_shell_reads_an_argument():
    found = await run(sys.executable, "-c", "import sys; print(sys.argv[1])", "$(id); `id` 'x'")
    assert found.text == "$(id); `id` 'x'\n"


async def test_only_some_commands_run_at_once(tmp_path):
    body = f"touch {tmp_path}/$$; ls {tmp_path} | wc -l; sleep 0.1; rm {tmp_path}/$$"
    commands = Commands()
    found = await asyncio.gather(
        *(commands.run(["/bin/sh", "-c", body], timeout_seconds=30) for _ in range(30))
    )
    assert 1 < max(int(answer.text) for answer in found) <= module.AT_ONCE
