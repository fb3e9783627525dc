"""A prefix that refuses or is missing is named as that, and never taken for Slurm's silence."""

from __future__ import annotations

import pytest

from officina_spawners.slurm.acting import Acting, refusal_of
from officina_spawners.slurm.as_person import SETPRIV, SUDO
from officina_spawners.slurm.client import HubMayNotAct, Unanswered
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Answer, Commands

PERSON = "nobody"
SSH = ("ssh", "slurm-gate", *SUDO)
SU = ("/usr/bin/su", "-", "{user}")
WRAPPED = ("/opt/site/as-person", "{user}")

REFUSED = [
    (SUDO, 1, "sudo: a password is required", "sudo rule"),
    (SUDO, 1, "sudo: a terminal is required to read the password; either use …", "sudo rule"),
    (SUDO, 1, "officina is not in the sudoers file.", "sudo rule"),
    (SUDO, 1, "ada is not in the sudoers file.\nThis incident has been reported …", "sudo rule"),
    (SUDO, 1, "Sorry, user officina is not allowed to execute '/x' as ada on hub.", "sudo rule"),
    (SUDO, 1, "sudo: sorry, you are not allowed to preserve the environment", "sudo rule"),
    (SUDO, 1, 'sudo: The "no new privileges" flag is set, which prevents …', "NoNewPrivileges"),
    (SUDO, 1, "sudo: effective uid is not 0, is /usr/bin/sudo on …", "NoNewPrivileges"),
    (SUDO, 1, "sudo: no valid sudoers sources found, quitting", "visudo"),
    (SUDO, 1, "sudo: unknown user ada", "Unix account"),
    (SUDO, 1, "sudo: /usr/bin/sbatch: command not found", "Install it"),
    (SETPRIV, 127, "setpriv: setresuid failed: Operation not permitted", "submit_prefix"),
    (SETPRIV, 1, "setpriv: failed to execute /x/sbatch: No such file", "Install it"),
    (SSH, 255, "ada@gate: Permission denied (publickey,password).", "by its key"),
    (SSH, 255, "Host key verification failed.", "by its key"),
    (SSH, 1, "sudo: a password is required", "sudo rule"),
    (SU, 1, "Password: \nsu: Authentication failure", "sudo rule"),
    (WRAPPED, 1, "as-person: ada: not permitted", "sudo rule"),
    (("env",), 127, "env: \u2018/x/sbatch\u2019: No such file or directory", "Install it"),
]


@pytest.mark.parametrize(("prefix", "status", "said", "todo"), REFUSED)
def test_each_refusal_is_known_with_what_an_operator_does_about_it(prefix, status, said, todo):
    found = refusal_of(Answer(prefix[0], status, b"", f"{said}\n"), prefix)
    assert found is not None
    assert todo in found[1]


PASSED = [
    (SUDO, 0, "sudo: unable to resolve host hub: Name or service not known"),
    (SUDO, 1, "sudo: setrlimit(RLIMIT_CORE): Operation not permitted\nsbatch: error: x"),
    (SUDO, 1, "sudo: unable to send audit message: Operation not permitted"),
    (SUDO, 1, "sbatch: error: Batch job submission failed: Access/permission denied"),
    (SUDO, 1, "slurm_load_jobs error: Unable to contact slurm controller"),
    (SUDO, 1, "sudo: /etc/sudoers.d/x is world writable\nsbatch: error: Unable to contact"),
    (SETPRIV, 1, "sbatch: error: Batch job submission failed: Operation not permitted"),
    (SSH, 255, "ssh: connect to host slurm-gate port 22: Connection refused"),
    ((), 1, "sudo: a password is required"),
]


@pytest.mark.parametrize(("prefix", "status", "said"), PASSED)
def test_what_the_command_itself_says_is_not_the_prefixs(prefix, status, said):
    assert refusal_of(Answer("x", status, b"", said), prefix) is None


def says(folder, name, text, status=1):
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{text}' >&2\nexit {status}\n")
    path.chmod(0o755)


@pytest.fixture
def refusing_sudo(false_slurm):
    says(false_slurm.bin, "sudo", "sudo: a password is required")
    false_slurm.says("sbatch", b"77\n")
    commands = Commands(path=f"{false_slurm.bin}:/usr/bin:/bin")
    return CommandLineClient("false", commands, submit_prefix=SUDO)


async def test_the_operator_reads_what_happened_why_it_matters_and_what_to_do(refusing_sudo):
    with pytest.raises(HubMayNotAct) as refusal:
        await refusing_sudo.submit("#!/bin/sh\n", PERSON, {})
    said = str(refusal.value)
    assert f"sbatch as {PERSON}" in said
    assert "sudo: a password is required" in said
    assert f"no session of {PERSON} can be started" in said
    assert "docs/howto/slurm.md, step 2" in said


@pytest.mark.parametrize("order", ["try_submit", "cancel"])
async def test_a_trial_and_a_cancel_are_told_alike(refusing_sudo, order):
    given = ("#!/bin/sh\n", PERSON) if order == "try_submit" else ("77", PERSON)
    with pytest.raises(HubMayNotAct):
        await getattr(refusing_sudo, order)(*given)


@pytest.mark.parametrize("prefix", [("no-such-sudo", "-n"), ("env",)])
async def test_a_missing_prefix_or_command_is_named(tmp_path, prefix):
    commands = Commands(path=f"{tmp_path}:/bin" if prefix == ("env",) else str(tmp_path))
    with pytest.raises(HubMayNotAct, match="was not found in"):
        await Acting(commands, prefix).run(PERSON, ["no-such-sbatch"])


async def test_a_missing_reading_command_is_no_answer_and_proves_nothing(tmp_path):
    with pytest.raises(Unanswered):
        await CommandLineClient("false", Commands(path=str(tmp_path))).list_jobs()
