"""The job script as a function of its order: every directive, every kind of environment."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_spawners.batch.script import HERE, Order, directives, job_script
from officina_spawners.errors import OptionsError
from officina_spawners.profiles import Environment, Profile, SessionChoice, judge

PROFILE = Profile.model_validate(
    {
        "name": "gpu",
        "title": "GPU",
        "place": "slurm",
        "partition": "gpu",
        "gpu_type": "a100",
        "gpus": {"min": 0, "max": 4, "default": 1},
        "qos": ("normal", "short"),
        "reservations": ("course-42",),
    }
)
ENVIRONMENTS = {
    "path": {},
    "module": {"modules": ("jupyter/4.6", "cuda/12.4")},
    "venv": {"path": "/opt/it's here/venv"},
    "conda": {"path": "/opt/envs/$HOME `id`"},
    "apptainer": {"path": "/images/a b.sif"},
}


def order(**changes: object) -> Order:
    usual: dict[str, object] = {
        "name": "officina-session",
        "comment": "officina:0123456789abcdef:" + "a" * 32,
        "home": Path("/home/ada"),
        "profile": PROFILE,
        "choice": SessionChoice(profile="gpu", gpus=2, cores=8, memory_gib=32, minutes=90),
        "arguments": ("--SomeApp.text=it's $HOME",),
    }
    return Order.model_validate({**usual, **changes})


def environment(kind: str) -> Environment:
    return Environment.model_validate(
        {"name": "env", "title": "E", "kind": kind, **ENVIRONMENTS[kind]}
    )


def checked_by_bash(script: str) -> str:
    """What bash complains of; nothing when it can read the whole."""
    argv = ["bash", "-n"]
    return subprocess.run(argv, input=script, capture_output=True, text=True, check=False).stderr


def test_every_wish_has_its_directive():
    choice = SessionChoice(
        profile="gpu",
        gpus=2,
        nodes=2,
        cores=8,
        memory_gib=32,
        minutes=90,
        account="proto",
        qos="short",
        reservation="course-42",
    )
    assert dict(directives(order(choice=choice))) == {
        "job-name": "officina-session",
        "comment": "officina:0123456789abcdef:" + "a" * 32,
        "chdir": "/home/ada",
        "output": "/home/ada/.officina-session-%j.log",
        "nodes": "2",
        "ntasks-per-node": "1",
        "cpus-per-task": "8",
        "mem": "32G",
        "time": "90",
        "gres": "gpu:a100:2",
        "partition": "gpu",
        "account": "proto",
        "qos": "short",
        "reservation": "course-42",
    }


def test_what_is_not_wished_has_none():
    named = dict(directives(order(choice=SessionChoice(profile="gpu"))))
    assert not {"gres", "account", "qos", "reservation"} & set(named)


def test_shards_are_asked_for_as_such():
    profile = PROFILE.model_copy(update={"gpu_type": ""})
    choice = SessionChoice(profile="gpu", shards=4)
    assert dict(directives(order(profile=profile, choice=choice)))["gres"] == "shard:4"


def test_a_job_is_never_started_anew_by_itself():
    assert "#SBATCH --no-requeue" in job_script(order()).splitlines()


@pytest.mark.parametrize("kind", ENVIRONMENTS)
def test_bash_can_read_the_script_of_each_kind_of_environment(kind):
    script = job_script(order(environment=environment(kind), prologue="ulimit -c 0"))
    assert checked_by_bash(script) == ""
    assert script.splitlines().count(HERE) == 1


def test_bash_would_complain_of_a_broken_one():
    assert checked_by_bash(job_script(order(prologue="if true; then")))


@pytest.mark.parametrize("kind", ENVIRONMENTS)
def test_paths_and_arguments_come_through_bash_as_they_are(kind):
    """Everything up to the launcher, with the commands of an environment in their place."""
    script = job_script(order(environment=environment(kind)))
    lines = script.partition(f"<<'{HERE}'")[0].replace("exec python3 -I -", "printf '%s\\n'")
    stubs = (
        'module() { :; }; source() { printf "%s\\n" "$1"; }; conda() { :; }; find() { :; };'
        ' eval() { :; }; conda() { printf "%s\\n" "$2"; };'
    )
    argv = ["bash", "-c", f"{stubs}\n{lines}"]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    assert "--SomeApp.text=it's $HOME" in said
    assert ENVIRONMENTS[kind].get("path", "") in said


def test_the_server_finds_the_gpus_within_a_container():
    script = job_script(order(environment=environment("apptainer")))
    assert "apptainer exec --nv '/images/a b.sif' jupyterhub-singleuser" in script


NAMES = ("account", "qos", "reservation", "profile", "environment")
NUMBERS = ("gpus", "shards", "nodes", "cores", "memory_gib", "minutes")
ANYTHING = st.one_of(
    st.text(max_size=60),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.none(),
    st.binary(max_size=20),
    st.lists(st.text(max_size=10), max_size=3),
    st.dictionaries(st.text(max_size=10), st.text(max_size=10), max_size=3),
    st.from_regex(r"[a-z]{1,8}[\n\r\x00 ;'\"$`#&|<>\\%]{1,3}[a-z]{0,8}", fullmatch=True),
    st.sampled_from(["proto", "short", "course-42", "gpu", "10", "1"]),
)


@given(st.dictionaries(st.sampled_from([*NAMES, *NUMBERS, "cmd", ""]), ANYTHING, max_size=6))
def test_whatever_is_asked_for_is_refused_or_makes_the_expected_lines_only(wish):
    try:
        choice = judge(wish, [PROFILE])
    except OptionsError:
        return
    lines = job_script(order(choice=choice)).splitlines()
    usual = job_script(order()).splitlines()
    assert [line for line in lines if not line.startswith("#SBATCH")] == [
        line for line in usual if not line.startswith("#SBATCH")
    ]
    for line in lines:
        if line.startswith("#SBATCH"):
            assert line.isascii()
            assert line.split("=")[0] in EXPECTED
            assert not set(line.partition("=")[2]) & set(" ;'\"$`&|<>\\")


EXPECTED = {
    f"#SBATCH --{name}"
    for name in (
        *("job-name", "comment", "chdir", "output", "open-mode", "no-requeue", "nodes", "mem"),
        *("ntasks-per-node", "cpus-per-task", "gres", "partition", "account", "qos", "time"),
        "reservation",
    )
}
