"""What ``officina up`` prints to people, and that the README shows just that."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from officina_hub.data_folder import DataFolder
from officina_hub.demo_accounts import make_accounts
from officina_hub.up.afterwards import jobs_going_on
from officina_hub.up.announce import JsonLines, Lines
from officina_spawners.batch.record import JobRecord
from officina_spawners.batch.side import records_in
from officina_spawners.profiles import SessionChoice

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_shows_what_a_first_start_prints(capsys: pytest.CaptureFixture[str]) -> None:
    accounts = make_accounts()
    lines = Lines()
    graders = ("grader-1", "grader-2", "checker-1", "checker-2", "prover-1")
    for name in ("proxy", "portal", "hub", *graders):
        lines.step(name, f"Starting {name}")
    lines.step("courses", "Preparing the first course, only this once")
    lines.ready("http://127.0.0.1:8000/", accounts, "")

    printed = capsys.readouterr().out
    for account in accounts.accounts:
        printed = printed.replace(f"{account.password:<21}", f"{'…':<21}")
    assert f"```\n{printed}```\n" in README.read_text()


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    return DataFolder(tmp_path)


def remember(data: DataFolder, key: str, cluster: str, job: str | None) -> None:
    (data.sessions / "jobs").mkdir(parents=True, exist_ok=True)
    record = JobRecord(
        key=key,
        hub_user=key,
        user=key,
        server_name="",
        cluster=cluster,
        comment="",
        choice=SessionChoice(profile="gpu"),
        token=SecretStr("a-token"),
        phase="running" if job else "starting",
        asked_at=datetime.now(UTC),
        job=job,
    )
    records_in(str(data.sessions)).write(record)


def test_a_stop_tells_which_sessions_go_on_in_a_cluster(
    data: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    remember(data, "ada", "alps", "20")
    remember(data, "bob", "alps", None)
    remember(data, "tina", "lakes", "7")

    Lines().stopped(jobs_going_on(data))
    printed = capsys.readouterr().out
    assert "no process is left on this machine" in printed
    assert "2 sessions go on in the cluster alps: job 20." in printed
    assert "1 session goes on in the cluster lakes: job 7." in printed
    assert "stop them on the page Launch" in printed

    JsonLines().stopped(jobs_going_on(data))
    told = json.loads(capsys.readouterr().out)
    assert told == {"event": "stopped", "going_on": {"alps": ["20", ""], "lakes": ["7"]}}


def test_a_stop_with_nothing_in_a_cluster_says_that_nothing_is_left(
    data: DataFolder, capsys: pytest.CaptureFixture[str]
) -> None:
    Lines().stopped(jobs_going_on(data))
    JsonLines().stopped(jobs_going_on(data))
    assert capsys.readouterr().out == 'Stopped; no process is left.\n{"event": "stopped"}\n'
