"""``officina check`` in a learner's terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from officina_hub.cli.main import cli
from officina_widgets.client import PortalClient
from officina_widgets.errors import NotFound
from officina_widgets.material import fetch_material


@pytest.fixture
def folder(ada: Path, portal: Any) -> Path:
    with PortalClient(portal.url, "token-ada") as client:
        return fetch_material(client, ada, "first-steps", "hello").folder


def officina(*argv: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in argv])


def test_what_came_of_it_is_a_text_and_the_exit_code_tells_it_too(folder: Path) -> None:
    ran = officina("check", folder)
    assert ran.exit_code == 1
    assert "1 of 2 tested tasks passed. Nothing was handed in." in ran.stdout
    assert "In the queue" in ran.stderr


def test_all_passed_is_zero(folder: Path, portal: Any) -> None:
    (done,) = portal.check_states
    content = done.model_dump()
    content["result"]["notebooks"][0]["tasks"][1]["verdict"] = "passed"
    portal.check_states = [type(done).model_validate(content)]
    assert officina("check", folder).exit_code == 0


def test_the_folder_one_is_in_and_json(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    told = json.loads(officina("check", "--json").stdout)
    assert told["state"] == "done"
    assert told["result"]["notebooks"][0]["tasks"][0]["verdict"] == "passed"


def test_no_exercise_is_an_error_with_a_way_out(ada: Path) -> None:
    ran = officina("check", ada)
    assert isinstance(ran.exception, NotFound)
    assert "Open the exercise from its course page" in str(ran.exception)
