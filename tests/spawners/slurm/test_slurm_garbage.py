"""False commands on the PATH: garbage, silence and lies are no answer, and no empty queue."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_spawners.slurm.client import HubMayNotAct, Refused, SlurmClient, Unanswered
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.slurm.rest import RestClient

SCRIPT = "#!/bin/sh\n"
QUESTIONS = {
    "list_jobs": lambda client: client.list_jobs(),
    "list one": lambda client: client.list_jobs(["7"]),
    "list some": lambda client: client.list_jobs(["7", "8"]),
    "queue": lambda client: client.queue(),
    "endings": lambda client: client.endings(["7"]),
    "still_running": lambda client: client.still_running(["7"]),
    "find": lambda client: client.find("c", "p"),
    "past_jobs": lambda client: client.past_jobs(datetime.now(UTC)),
    "nodes": lambda client: client.nodes(),
    "partitions": lambda client: client.partitions(),
    "reservations": lambda client: client.reservations(),
    "budgets": lambda client: client.budgets("p"),
    "walls": lambda client: client.walls("p"),
    "submit": lambda client: client.submit(SCRIPT, "nobody", {}),
}
GARBAGE = {
    "noise": b"\x00\xff\xfe\x80garbage\n",
    "a page of a proxy": b"<html><body>502 Bad Gateway</body></html>\n",
    "a cut line": b"7|RUNNING|g1|2026-01-",
    "an error as output": b"slurm_load_jobs error: Unable to contact slurm controller\n",
    "empty lines": b"\n\n\n",
    "a wrong number": b"seven|RUNNING|g1|N/A|N/A|None\n",
}


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("garbage", GARBAGE)
async def test_garbage_is_no_answer(false_slurm, question, garbage):
    false_slurm.all_say(GARBAGE[garbage])
    with pytest.raises(Unanswered):
        await QUESTIONS[question](false_slurm.client())


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("status", [0, 1])
async def test_an_error_text_is_no_answer_whatever_the_exit_status(false_slurm, question, status):
    error = "x: error: Unable to contact slurm controller (connect failure)\n"
    false_slurm.all_say(b"", error, status)
    with pytest.raises(Unanswered):
        await QUESTIONS[question](false_slurm.client())


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_failure_without_a_word_is_no_answer(false_slurm, question):
    false_slurm.all_say(b"", "", 1)
    with pytest.raises(Unanswered):
        await QUESTIONS[question](false_slurm.client())


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_command_that_hangs_is_given_up(false_slurm, question):
    for program in ("squeue", "sacct", "scontrol", "sshare", "sbatch"):
        false_slurm.does(program, "sleep 60")
    with pytest.raises(Unanswered, match=r"no answer in 0\.3 s"):
        await QUESTIONS[question](false_slurm.client(reading_seconds=0.3))


@pytest.mark.parametrize("question", QUESTIONS)
async def test_without_the_commands_there_is_no_answer(false_slurm, question):
    client = CommandLineClient("none", Commands(path=str(false_slurm.bin)))
    expected = HubMayNotAct if question == "submit" else Unanswered  # waiting brings no sbatch
    with pytest.raises(expected, match="was not found"):
        await QUESTIONS[question](client)


async def test_a_clean_nothing_is_an_empty_queue(false_slurm):
    false_slurm.says("squeue")
    assert (await false_slurm.client().list_jobs()).jobs == {}


async def test_a_nothing_with_a_remark_is_no_empty_queue(false_slurm):
    false_slurm.says("squeue", b"", "squeue: the weather is bad\n")
    with pytest.raises(Unanswered):
        await false_slurm.client().list_jobs()


async def test_a_remark_beside_rows_is_no_trouble(false_slurm):
    false_slurm.says("squeue", b"7|RUNNING|g1|N/A|N/A|None\n", "squeue: hello\n")
    assert set((await false_slurm.client().list_jobs()).jobs) == {"7"}


async def test_rows_beside_an_error_may_not_be_all(false_slurm):
    error = "squeue: error: slurm_receive_msg: Zero Bytes were transmitted or received\n"
    false_slurm.says("squeue", b"7|RUNNING|g1|N/A|N/A|None\n", error)
    with pytest.raises(Unanswered):
        await false_slurm.client().list_jobs()


async def test_one_forgotten_job_is_gone_but_two_errors_are_an_error(false_slurm):
    forgotten = "slurm_load_jobs error: Invalid job id specified\n"
    false_slurm.says("squeue", b"", forgotten, 1)
    assert (await false_slurm.client().list_jobs(["7"])).jobs == {}
    with pytest.raises(Unanswered):
        await false_slurm.client().list_jobs(["7", "8"])
    false_slurm.says("squeue", b"", "squeue: error: munge\n" + forgotten, 1)
    with pytest.raises(Unanswered):
        await false_slurm.client().list_jobs(["7"])


@pytest.mark.parametrize(
    ("out", "error", "status"),
    [
        (b"", "sbatch: error: Batch job submission failed: Socket timed out on send/recv", 1),
        (
            b"",
            "sbatch: error: Munge encode failed\nsbatch: error: Batch job submission failed: x",
            1,
        ),
        (b"", "sbatch: fatal: Could not establish a configuration source", 1),
        (b"Submitted batch job 7\n", "", 0),
        (b"", "", 0),
    ],
)
async def test_after_these_answers_nobody_knows_whether_there_is_a_job(
    false_slurm, out, error, status
):
    false_slurm.says("sbatch", out, error, status)
    with pytest.raises(Unanswered):
        await false_slurm.client().submit(SCRIPT, "nobody", {})


@pytest.mark.parametrize("out", [b"7\n", b"7;cluster\n", b"Welcome to the site!\n7\n"])
async def test_the_number_is_read_from_the_last_line(false_slurm, out):
    false_slurm.says("sbatch", out, "sbatch: your project will end soon\n")
    assert await false_slurm.client().submit(SCRIPT, "nobody", {}) == "7"


async def test_a_plugins_own_words_are_a_refusal(false_slurm):
    words = (
        "sbatch: error: Name a project, please.\nsbatch: error: Batch job submission failed: x\n"
    )
    false_slurm.says("sbatch", b"", words, 1)
    with pytest.raises(Refused) as refusal:
        await false_slurm.client().submit(SCRIPT, "nobody", {})
    assert "Name a project, please." in refusal.value.explanation.sentence


async def test_values_of_the_environment_are_on_no_command_line(false_slurm):
    false_slurm.does("sbatch", 'printf "%s" "$TOKEN" > "$0.token"; cat > "$0.script"; echo 7')
    await false_slurm.client().submit("#!/bin/sh\nécho\n", "nobody", {"TOKEN": "a b\n$(c)"})
    assert "--export=TOKEN" in false_slurm.calls.read_text()
    assert "$(c)" not in false_slurm.calls.read_text()
    assert (false_slurm.bin / "sbatch.token").read_text() == "a b\n$(c)"
    assert (false_slurm.bin / "sbatch.script").read_text() == "#!/bin/sh\nécho\n"


async def test_nothing_of_the_hubs_environment_reaches_a_command(false_slurm, monkeypatch):
    monkeypatch.setenv("SQUEUE_FORMAT", "%j")
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret-of-the-hub")
    false_slurm.does("squeue", 'env > "$0.env"')
    await false_slurm.client().list_jobs()
    names = {
        line.partition("=")[0] for line in (false_slurm.bin / "squeue.env").read_text().split()
    }
    assert names - {"PWD", "_", "SHLVL", "OLDPWD"} == {
        "PATH",
        "LC_ALL",
        "TZ",
        "SLURM_TIME_FORMAT",
    }


async def test_a_named_cluster_is_told_to_each_command(false_slurm):
    client = false_slurm.client()
    elsewhere = type(client)("x", client.commands, client.submit_prefix, ("--clusters=x",))
    false_slurm.says("sshare", b"CLUSTER: x\nroot|||\n")
    assert await elsewhere.budgets("p") == ()
    assert "--clusters=x" in false_slurm.calls.read_text()


def test_both_clients_are_slurm_clients():
    wanted = {name for name in vars(SlurmClient) if not name.startswith("_")} - {"name"}
    for client in (CommandLineClient, RestClient):
        assert wanted <= set(dir(client))
