"""What ``officina up`` prints to people, and that the README shows just that."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub.demo_accounts import make_accounts
from officina_hub.up.announce import Lines

README = Path(__file__).parents[2] / "README.md"


def test_the_readme_shows_what_a_first_start_prints(capsys: pytest.CaptureFixture[str]) -> None:
    accounts = make_accounts()
    lines = Lines()
    for name in ("proxy", "portal", "hub", "grader"):
        lines.step(name, f"Starting the {name}")
    lines.step("courses", "Preparing the first course, only this once")
    lines.ready("http://127.0.0.1:8000/", accounts, "")

    printed = capsys.readouterr().out
    for account in accounts.accounts:
        printed = printed.replace(f"{account.password:<21}", f"{'…':<21}")
    assert f"```\n{printed}```\n" in README.read_text()
