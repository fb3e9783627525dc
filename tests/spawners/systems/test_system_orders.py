"""Submitting to each batch system and cancelling there, and what of it others can see."""

from __future__ import annotations

import os
import stat
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from false_system import JOB
from system_orders import MARK, order

from officina_spawners.profiles import Environment
from officina_spawners.slurm.as_person import SUDO
from officina_spawners.slurm.client import HubMayNotAct, Refused, Unanswered
from officina_spawners.systems.job_script import script_for
from officina_spawners.systems.parcel import Parcel

SECRET = 'it\'s a $(hidden) `of` "one"\nsession'
ENVIRONMENT = {"JUPYTERHUB_API_TOKEN": SECRET, "HOME": "/home/x"}


@pytest.fixture
def script(false_system, home):
    return script_for(false_system.system, order(home))


def parcels(home: Path) -> list[Path]:
    return sorted(home.glob(".officina-session-*.job"))


async def test_a_submission_brings_the_jobs_number(false_system, home, script):
    assert await false_system.client().submit(script, "learner", ENVIRONMENT) == JOB


WANTED = {
    "pbs": (
        "#PBS -l select=1:ncpus=4:mem=16gb:ngpus=2",
        "#PBS -l walltime=5400",
        "#PBS -q gpuq",
        "#PBS -A course",
        "#PBS -r n",
        f"#PBS -v OFFICINA_MARK={MARK}",
    ),
    "torque": (
        "#PBS -l nodes=1:ppn=4:gpus=2",
        "#PBS -l mem=16gb",
        "#PBS -l walltime=5400",
        "#PBS -q gpuq",
        "#PBS -A course",
        f"#PBS -v OFFICINA_MARK={MARK}",
    ),
    "lsf": (
        "#BSUB -n 4",
        '#BSUB -R "span[ptile=4]"',
        '#BSUB -R "rusage[mem=16GB]"',
        "#BSUB -W 90",
        '#BSUB -gpu "num=2"',
        "#BSUB -q gpuq",
        "#BSUB -P course",
        "#BSUB -rn",
        "#BSUB -env none",
        f"#BSUB -Jd {MARK}",
    ),
    "htcondor": (
        "request_cpus = 4",
        "request_memory = 16384",
        "request_gpus = 2",
        "accounting_group = course",
        "+OfficinaSeconds = 5400",
        f'+OfficinaMark = "{MARK}"',
        "queue 1",
    ),
}


async def test_what_was_chosen_is_asked_for(false_system, home, script):
    await false_system.client().submit(script, "learner", ENVIRONMENT)
    lines = false_system.description.splitlines()
    assert [line for line in WANTED[false_system.system.name] if line not in lines] == []


async def test_neither_secret_nor_name_of_a_variable_reaches_the_batch_system(
    false_system, home, script
):
    await false_system.client().submit(script, "learner", ENVIRONMENT)
    shown = false_system.description + false_system.environment + "".join(false_system.calls)
    assert "hidden" not in shown
    assert "JUPYTERHUB_API_TOKEN" not in shown
    assert "python3" not in false_system.description


async def test_only_the_person_can_read_what_the_job_needs(false_system, home, script):
    await false_system.client().submit(script, "learner", ENVIRONMENT)
    (parcel,) = parcels(home)
    assert stat.S_IMODE(parcel.stat().st_mode) == 0o600
    assert str(parcel) in false_system.description


def test_the_parcel_is_made_with_the_rights_of_the_person(is_root):
    """As root, as somebody else; pytest's own folders are closed to them."""
    with TemporaryDirectory() as folder:
        uid = 65_534 if is_root else os.getuid()
        os.chown(folder, uid, -1)
        prefix = ("setpriv", f"--reuid={uid}", "--clear-groups", "--") if is_root else ()
        parcel = Parcel(f"{folder}/.officina-session-1.job", b"secret", "")
        for argv, content in ((parcel.made_by, b""), (parcel.filled_by, parcel.content)):
            subprocess.run([*prefix, *argv], input=content, check=True, timeout=30)
        made = Path(parcel.path)
        assert (made.read_bytes(), made.stat().st_uid) == (b"secret", uid)
        assert stat.S_IMODE(made.stat().st_mode) == 0o600
        subprocess.run([*prefix, *parcel.removed_by], check=True, timeout=30)
        assert not made.exists()


async def test_the_job_has_its_variables_as_they_are_and_its_log_and_leaves_no_parcel(
    false_system, home
):
    shown = home / "shown"
    program = ("sh", "-c", f'printf %s "$JUPYTERHUB_API_TOKEN" > {shown}')
    environment = Environment(name="plain", title="Plain", program=program)
    script = script_for(false_system.system, order(home, environment=environment))
    variables = {
        **ENVIRONMENT,
        "HOME": str(home),
        "JUPYTERHUB_SERVICE_URL": "http://0.0.0.0:0/",
        "OFFICINA_DOOR": "http://127.0.0.1:9/",
    }
    await false_system.client().submit(script, "learner", variables)
    _run_as_the_node_would(false_system, parcels(home)[0])
    assert shown.read_text() == SECRET
    assert parcels(home) == []
    assert (home / f".officina-session-{JOB}.log").exists()


def _run_as_the_node_would(false_system, parcel: Path) -> None:
    """The description is a script but for HTCondor, which names program and arguments."""
    numbers = {"PBS_JOBID": f"{JOB}.server", "LSB_JOBID": JOB}
    argv = ["/bin/bash", str(parcel), JOB]
    if false_system.description.startswith("#!"):
        argv = ["/bin/bash", "-c", false_system.description]
    environment = {"PATH": os.environ["PATH"], **numbers}
    subprocess.run(argv, check=True, env=environment, timeout=30)


async def test_a_login_shell_is_one_in_the_job_too(false_system, home):
    environment = Environment(name="m", title="M", kind="module", modules=("python/3.11",))
    script = script_for(false_system.system, order(home, environment=environment))
    await false_system.client().submit(script, "learner", ENVIRONMENT)
    assert "/bin/bash -l " in false_system.description.replace("arguments = ", "/bin/bash ")


async def test_a_refusal_is_told_and_leaves_nothing_behind(false_system, home, script):
    false_system.submits("refused")
    with pytest.raises(Refused) as told:
        await false_system.client().submit(script, "learner", ENVIRONMENT)
    assert told.value.explanation.sentence
    assert "Slurm" not in str(told.value.explanation)
    assert parcels(home) == []


async def test_after_an_unanswered_submit_the_job_may_need_its_parcel(false_system, home, script):
    false_system.submits("submit-down")
    with pytest.raises(Unanswered):
        await false_system.client().submit(script, "learner", ENVIRONMENT)
    assert len(parcels(home)) == 1


async def test_a_submit_that_says_nothing_is_no_refusal(false_system, home, script):
    false_system.all_do("exit 0")
    with pytest.raises(Unanswered):
        await false_system.client().submit(script, "learner", ENVIRONMENT)


async def test_a_home_that_cannot_be_written_is_told(false_system, home, script):
    home.rmdir()
    with pytest.raises(Refused) as told:
        await false_system.client().submit(script, "learner", ENVIRONMENT)
    assert told.value.explanation.code == "home-unusable"


async def test_a_prefix_that_refuses_is_no_home_that_cannot_be_written(false_system, home, script):
    sudo = false_system.bin / "sudo"
    sudo.write_text("#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    sudo.chmod(0o755)
    client = replace(false_system.client(), submit_prefix=SUDO)
    with pytest.raises(HubMayNotAct):
        await client.submit(script, "learner", ENVIRONMENT)


async def test_root_submits_nothing_and_nobody_else_does(false_system):
    with pytest.raises(Refused):
        await false_system.client().cancel(JOB, "root")


@pytest.mark.parametrize("person", ["learner", None])
async def test_a_job_is_cancelled_by_its_number(false_system, home, person):
    await false_system.client().cancel(JOB, person)
    number = false_system.system.number.format(job=JOB)
    assert false_system.calls[-1] == f"{false_system.system.cancel[0]} {number}"


@pytest.mark.parametrize("job", ["1;id", "$(id)", "-x", ""])
async def test_only_a_number_is_cancelled(false_system, job):
    with pytest.raises(ValueError, match="no number of a job"):
        await false_system.client().cancel(job)
    assert false_system.calls == []


async def test_cancelling_what_is_gone_says_so(false_system, home):
    false_system.stage("forgotten")
    with pytest.raises(Refused) as told:
        await false_system.client().cancel(JOB, "learner")
    assert told.value.explanation.code == "job-gone"


async def test_nothing_is_lengthened(false_system):
    with pytest.raises(Refused) as told:
        await false_system.client().extend(JOB, 30)
    assert told.value.explanation.code == "not-offered"
