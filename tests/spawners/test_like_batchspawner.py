"""What batchspawner's own tests show of it, shown of OfficinaSpawner with commands of its own.

docs/reference/batchspawner.md tells which case of theirs each of these stands for.
"""

from __future__ import annotations

import asyncio
import pwd
import re
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from false_slurm import FalseSlurm
from jupyterhub.spawner import SpawnException

from officina_spawners.batch.sites import client_of
from officina_spawners.profiles import Cluster
from officina_spawners.watching import Pace, Running, Unknown, Waiting, Watchers

JOB = "12345"
QUICK = Pace(
    all_run_seconds=0.1,
    starting_seconds=0.05,
    starting_slowest_seconds=0.1,
    nudge_seconds=0.01,
    duty=0.1,
    longest_seconds=0.2,
)
WAITS = f"{JOB}|PENDING|n/a|N/A|N/A|Resources\n"
RUNS = f"{JOB}|RUNNING|g1|2026-09-01T08:00:00|2026-09-01T10:00:00|None\n"
GOES_ON = f"{JOB}|RUNNING|0:0|2026-09-01T08:00:00|Unknown|g1|None\n"
ENDED = f"{JOB}|CANCELLED by 0|0:0|2026-09-01T08:00:00|2026-09-01T09:00:00|g1|None\n"
DOWN = "slurm_load_jobs error: Unable to contact slurm controller (connect failure)"
PROFILE = {
    "name": "gpu",
    "title": "GPU",
    "place": "slurm",
    "partition": "gpu",
    "gpus": 2,
    "cores": 5,
    "memory_gib": 7,
    "minutes": 600,
    "reservations": ["class"],
    "qos": ["high"],
}


class Cluster1:
    """A false Slurm, the hub's spawners for it, and what was handed to it."""

    def __init__(self, folder: Path, house) -> None:
        self.slurm = FalseSlurm(folder)
        self._house = house
        self.facts = {
            "name": "false",
            "submit_prefix": [str(self.slurm.bin / "as-person"), "{user}", "--"],
            "node_addresses": {"g1": "10.0.0.1"},
        }
        self.script, self.environment = folder / "script", folder / "environment"
        self.slurm.does("as-person", 'shift 2; exec "$@"')
        self.submits(f"echo {JOB}")
        self.shows(WAITS)
        answers, ended = self.slurm.answers, folder / "ended"
        ended.write_text(ENDED)
        self.slurm.does("scancel", f": > {answers}/squeue; cp {ended} {answers}/sacct")

    def submits(self, answer: str) -> None:
        self.slurm.does("sbatch", f"cat > {self.script}; env > {self.environment}\n{answer}")

    def shows(self, squeue: str, sacct: str = "") -> None:
        self.slurm.says("squeue", squeue.encode())
        self.slurm.says("sacct", sacct.encode())

    def spawner(self, **knobs):
        return self._house.spawner("learner", profiles=[PROFILE], clusters=[self.facts], **knobs)

    def forgets(self, spawner) -> None:
        """It was of a hub that is no more."""
        spawner._news.cancel()
        self._house._used.remove(spawner)

    def calls(self, program: str) -> list[str]:
        lines = self.slurm.calls.read_text().splitlines() if self.slurm.calls.exists() else []
        return [line for line in lines if line.split()[0].endswith(f"/{program}")]


@pytest.fixture
async def cluster(tmp_path, house, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    entry = pwd.struct_passwd(("learner", "x", 12_345, 12_345, "", str(home), "/bin/bash"))
    monkeypatch.setattr(pwd, "getpwnam", lambda name: {"learner": entry}[name])
    made = Cluster1(tmp_path, house)
    monkeypatch.setenv("PATH", f"{made.slurm.bin}:/usr/bin:/bin")
    client = client_of(Cluster.model_validate(made.facts))
    Watchers.of_this_loop().of(client, pace=QUICK)
    yield made
    await house.close()
    await Watchers.of_this_loop().close()


async def comes(spawner, kind):
    """Wait until this is known of the spawner's job."""
    async with asyncio.timeout(20):
        while not (spawner.job_session and spawner.job_session.followed):  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # nobody tells of a submit
        followed = spawner.job_session.followed
        while not isinstance(followed.state, kind):
            await followed.changed()


@asynccontextmanager
async def starting(spawner):
    """A start that goes on meanwhile."""
    task = asyncio.create_task(spawner.start())
    try:
        yield task
    finally:
        await asyncio.gather(task, return_exceptions=True)


async def run(cluster, spawner):
    """Start it, all the way; where it answers."""
    async with starting(spawner) as start:
        await comes(spawner, Waiting)
        cluster.shows(RUNS, GOES_ON)
        await comes(spawner, Running)
        await spawner.port_arrived(54_321)
        return await start


async def test_a_session_starts_is_polled_and_stops(cluster):
    spawner = cluster.spawner()
    assert await spawner.poll() is not None
    assert spawner.job_id == ""
    assert spawner.get_state() == {}
    assert await run(cluster, spawner) == ("10.0.0.1", 54_321)
    assert spawner.job_id == JOB
    assert await spawner.poll() is None
    await spawner.stop()
    assert await spawner.poll() is not None
    spawner.clear_state()  # as the Hub does then
    assert spawner.get_state() == {}


async def test_a_hub_that_was_restarted_finds_the_session_by_its_state(cluster):
    before = cluster.spawner()
    await run(cluster, before)
    state = before.get_state()
    assert state["job_id"] == JOB
    cluster.forgets(before)
    after = cluster.spawner()
    after.load_state(state)
    assert after.job_id == JOB
    assert await after.poll() is None
    assert after.job_session.place == ("10.0.0.1", 54_321)
    await after.stop()


async def test_a_submission_that_is_refused_starts_nothing(cluster):
    error = "sbatch: error: Batch job submission failed: Invalid partition name specified"
    cluster.submits(f"echo '{error}' >&2; exit 1")
    spawner = cluster.spawner()
    with pytest.raises(SpawnException, match="No session was started"):
        await spawner.start()
    assert (spawner.job_id, spawner.job_session) == ("", None)
    assert await spawner.poll() is not None


async def test_a_submission_without_an_answer_is_looked_for_and_made_again(cluster):
    """batchspawner calls it a failure; but the job may exist then, and nobody would end it."""
    cluster.submits("exit 0")
    cluster.shows("")
    spawner = cluster.spawner()
    async with starting(spawner) as start:
        async for event in spawner.progress():
            if "is not understood here" in event["message"]:
                break
        cluster.submits(f"echo {JOB}")
        await comes(spawner, Unknown)
        cluster.shows(RUNS, GOES_ON)
        await comes(spawner, Running)
        await spawner.port_arrived(54_321)
        assert await start == ("10.0.0.1", 54_321)
    await spawner.stop()


async def test_a_queue_that_fails_right_after_the_submission_ends_nothing(cluster):
    """batchspawner gives up; a query that fails says nothing about the job."""
    cluster.slurm.says("squeue", b"xyz\n")
    spawner = cluster.spawner()
    async with starting(spawner) as start:
        await comes(spawner, Unknown)
        cluster.shows(WAITS)
        await comes(spawner, Waiting)
        cluster.shows(RUNS, GOES_ON)
        await comes(spawner, Running)
        await spawner.port_arrived(54_321)
        await start
    assert len(cluster.calls("sbatch")) == 1
    await spawner.stop()


@pytest.mark.parametrize(
    ("squeue", "sacct"), [(b"xyz\n", ""), (b"", "xyz\n"), (b"", "")], ids=["mad", "half", "mute"]
)
async def test_a_poll_that_fails_ends_nothing(cluster, squeue, sacct):
    spawner = cluster.spawner()
    await run(cluster, spawner)
    cluster.slurm.says("squeue", squeue)
    cluster.slurm.says("sacct", sacct.encode())
    await comes(spawner, Unknown)
    assert await spawner.poll() is None
    assert spawner.job_id == JOB
    cluster.shows(RUNS, GOES_ON)
    await comes(spawner, Running)
    await spawner.stop()


async def test_a_session_whose_end_is_proven_has_ended(cluster):
    spawner = cluster.spawner()
    await run(cluster, spawner)
    cluster.shows("", ENDED)
    async with asyncio.timeout(20):
        while await spawner.poll() is None:
            await spawner.job_session.followed.changed()
    assert spawner.job_session is None


async def test_an_unknown_state_ends_nothing(cluster):
    spawner = cluster.spawner()
    await run(cluster, spawner)
    cluster.slurm.says("squeue", b"", DOWN, 1)
    cluster.slurm.says("sacct", b"", "sacct: error: Connection refused", 1)
    await comes(spawner, Unknown)
    assert await spawner.poll() is None
    assert spawner.job_id == JOB
    cluster.shows(RUNS, GOES_ON)
    await comes(spawner, Running)
    await spawner.stop()


async def test_a_job_that_ends_while_it_waits_ends_the_start_with_the_reason(cluster):
    spawner = cluster.spawner()
    async with starting(spawner) as start:
        await comes(spawner, Waiting)
        cluster.shows("", ENDED)
        with pytest.raises(SpawnException, match="cancelled"):
            await start
    assert spawner.job_session is None


async def test_the_commands_come_in_their_order_and_each_that_acts_as_the_person(cluster):
    spawner = cluster.spawner()
    await run(cluster, spawner)
    await spawner.stop()
    acts = [call.split(" -- ")[1].split()[0] for call in cluster.calls("as-person")]
    assert [Path(act).name for act in acts if Path(act).name != "tail"] == ["sbatch", "scancel"]
    assert all("as-person learner -- " in call for call in cluster.calls("as-person"))
    assert cluster.calls("squeue")  # without anybody's name: reading needs no right


async def test_what_the_profile_says_stands_in_the_script(cluster):
    spawner = cluster.spawner(req_prologue="echo PROLOGUE")
    spawner.user_options = {"reservation": "class"}
    await run(cluster, spawner)
    await spawner.stop()
    script = cluster.script.read_text()
    for line in (
        "#SBATCH --cpus-per-task=5",
        "#SBATCH --mem=7G",
        "#SBATCH --time=600",
        "#SBATCH --gres=gpu:2",
        "#SBATCH --partition=gpu",
        "#SBATCH --qos=high",
        "#SBATCH --reservation=class",
    ):
        assert line in script.splitlines()
    assert re.search(r"^echo PROLOGUE$.*^exec python3 .*jupyterhub-singleuser", script, re.M | re.S)


async def test_variables_reach_the_job_by_name_and_their_values_no_command_line(cluster):
    spawner = cluster.spawner(environment={"ABCDE": "a value", "XYZ": "another"})
    await run(cluster, spawner)
    await spawner.stop()
    (submission,) = cluster.calls("sbatch")
    names = re.search(r"--export=(\S+)", submission)[1].split(",")
    assert {"ABCDE", "XYZ", "JUPYTERHUB_API_TOKEN"} <= set(names)
    assert "a value" not in submission
    assert "ABCDE=a value" in cluster.environment.read_text().splitlines()
