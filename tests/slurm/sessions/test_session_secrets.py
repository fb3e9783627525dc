"""A session's token and the hub's own secrets are shown by nothing that others may look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm


def command_lines() -> str:
    """Of every process of this machine, as anybody may read them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            found.append(path.read_bytes())
        except OSError:  # it has ended meanwhile
            continue
    return b"\n".join(found).decode(errors="replace")


def test_the_token_is_in_nothing_that_slurm_the_system_or_the_log_shows(house):
    """The hub logs at debug level here, and sbatch is held back so that its arguments are seen."""
    hold = house.pipe(house.commands / "hold")
    script = 'read _ < "$COMMANDS/hold"\nexec "$REAL" "$@"'
    with house.in_place_of("sbatch", script):
        house.ask()
        eventually(lambda: "--parsable" in command_lines(), seconds=20)
        while_submitting = command_lines()
        house.release(hold)
        job = house.ready()
    hold.unlink()
    token = house.record.token.get_secret_value()
    shown = {
        "command lines": command_lines(),
        "command lines at the submit": while_submitting,
        "hub.log": house.log,
        **{
            " ".join(command): house.cluster.run(*command).stdout
            for command in (
                ("scontrol", "show", "job", "-dd", job),
                ("scontrol", "write", "batch_script", job, "-"),
                ("squeue", "-j", job, "-o", "%all"),
                ("sacct", "-j", job, "-P", "-o", "ALL"),
            )
        },
    }
    assert all(shown.values())
    assert [where for where, text in shown.items() if token in text] == []
    assert "OFFICINA_LAUNCHER_ENDS_HERE" in shown[f"scontrol write batch_script {job} -"]
    assert "officina:" in shown[f"squeue -j {job} -o %all"]


def test_the_record_with_the_token_is_for_the_hubs_account_alone(house):
    house.ask()
    house.ready()
    [path] = (house.hub.data / "run" / "sessions" / "jobs").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    read = house.cluster.run_as(house.user, ["cat", str(path)])
    assert read.returncode != 0


def test_an_ended_sessions_token_is_worth_nothing(house):
    house.ask()
    house.ready()
    token = house.record.token.get_secret_value()
    house.hub.kill_hub()
    house.hub.start_hub()
    house.ready()
    assert house.hub.knows(token)
    house.stop()
    house.nothing_is_left()
    assert not house.hub.knows(token)
