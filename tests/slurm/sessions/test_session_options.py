"""What people could send as options reaches neither Slurm nor a job script."""

from __future__ import annotations

import urllib.error

import pytest

pytestmark = pytest.mark.slurm

EVIL = "x\n#SBATCH --uid=0\ntouch /tmp/officina-was-here"
FIELDS = (
    "profile",
    "gpus",
    "shards",
    "nodes",
    "cores",
    "memory_gib",
    "minutes",
    "account",
    "qos",
    "reservation",
    "environment",
)
NASTY = (
    EVIL,
    "\n",
    "a b",
    "'; touch /tmp/officina-was-here; '",
    '"',
    "$(touch /tmp/officina-was-here)",
    "`id`",
    "${HOME}",
    "#SBATCH --gres=gpu:4",
    "a\0b",
    "x" * 100_000,
    "-1",
    "٣",
    "🎷",
    "--wrap=id",
    "../../etc/passwd",
    "%j",
    {"a": 1},
    ["tiny"],
    1.5,
    True,
    -1,
    10**30,
)


@pytest.mark.parametrize("field", FIELDS)
def test_nasty_values_are_refused_in_words_and_make_no_job(house, field):
    calls = house.commands / "calls"
    with house.in_place_of("sbatch", f'echo called >> {calls}; exec "$REAL" "$@"'):
        for value in NASTY:
            house.ask(**{"profile": "tiny", field: value})
            message = house.refused()
            assert "The session was not started" in message, (field, value, message)
            assert len(message) < 1_000
    assert not calls.exists()
    assert not house.jobs()
    house.nothing_is_left()


@pytest.mark.parametrize(
    "options",
    [
        {"cmd": ["sh"]},
        {"req_prologue": EVIL},
        {"profile": "tiny", "script": EVIL},
        {EVIL: "tiny"},
        {"profile": "tiny", "user_options": {}},
    ],
    ids=["cmd", "prologue", "script", "key", "nested"],
)
def test_options_that_do_not_exist_are_refused(house, options):
    house.hub.api("POST", f"users/{house.user}/server", {"user_options": options})
    assert "its options are not understood" in house.refused()
    house.nothing_is_left()


@pytest.mark.parametrize("body", [["tiny"], "tiny", 7])
def test_options_that_are_no_table_are_refused_by_the_hub(house, body):
    with pytest.raises(urllib.error.HTTPError) as refused:
        house.hub.api("POST", f"users/{house.user}/server", {"user_options": body})
    refused.value.close()
    assert refused.value.code == 400


def test_the_script_of_an_accepted_choice_has_the_expected_lines_only(house):
    house.ask(cores=1, minutes=7, account="course101")
    job = house.ready()
    script = house.cluster.run("scontrol", "write", "batch_script", job, "-").stdout
    directives = [line for line in script.splitlines() if line.startswith("#SBATCH")]
    assert directives == [
        "#SBATCH --job-name=officina-session",
        f"#SBATCH --comment={house.record.comment}",
        f"#SBATCH --chdir={house.home}",
        f"#SBATCH --output={house.home}/.officina-session-%j.log",
        "#SBATCH --nodes=1",
        "#SBATCH --ntasks-per-node=1",
        "#SBATCH --cpus-per-task=1",
        "#SBATCH --mem=2G",
        "#SBATCH --time=7",
        "#SBATCH --partition=cpu",
        "#SBATCH --account=course101",
        "#SBATCH --no-requeue",
        "#SBATCH --open-mode=append",
    ]
