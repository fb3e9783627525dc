"""A trainer prepares a class at a terminal, the portal is killed, and the learner opens theirs."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
from product import OFFICINA, HubSession, Product

COURSE = "first-steps"


class Trainer:
    """The trainer's terminal."""

    def __init__(self, product: Product, session: HubSession, token_file: Path) -> None:
        token_file.write_text(session.token)
        self.session = session
        self.token_file = token_file
        self.portal = f"{product.address}/services/officina"

    def command(self, *arguments: str) -> Any:
        """``officina session prestart``, as programs call it."""
        where = ("--url", self.portal, "--token-file", str(self.token_file), "--json")
        done = subprocess.run(
            [OFFICINA, "session", "prestart", COURSE, *arguments, *where],
            capture_output=True,
            text=True,
            timeout=120,
            env={"PATH": os.environ["PATH"], "HOME": str(self.token_file.parent)},
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def until(self, plan: str, state: str) -> None:
        """As soon as the one seat is in this state."""
        seen, seat = -1, {}
        for _ in range(20):
            answer = requests.get(
                f"{self.portal}/api/courses/{COURSE}/prestarts/{plan}",
                params={"seen": seen, "wait_seconds": 10},
                headers={"Authorization": f"token {self.session.token}"},
                timeout=60,
            )
            if answer.status_code != 200:  # the portal is just coming back
                continue
            seen, seat = answer.json()["changes"], answer.json()["seats"][0]
            if seat["state"] == state:
                return
        raise AssertionError(f"it never was {state}: {seat}")


@pytest.mark.e2e
@pytest.mark.timeout(400)
def test_a_prepared_session_outlives_the_portal_and_is_its_learners_once_opened(
    product: Product, tmp_path: Path
) -> None:
    learner = product.log_in("learner")
    enrolled = requests.put(
        f"{product.address}/services/officina/api/courses/{COURSE}/enrolment",
        headers={"Authorization": f"token {learner.token}"},
        timeout=30,
    )
    enrolled.raise_for_status()
    trainer = Trainer(product, product.log_in("trainer"), tmp_path / "token")

    quote = trainer.command("--dry-run")
    assert [seat["verdict"] for seat in quote["seats"]] == ["ready"]
    assert not learner.hub("GET", "users/learner").json()["servers"]

    plan = trainer.command("--unused-minutes", "60")
    portal = product.program("portal")
    portal.kill()
    portal.wait(30)
    product.program("portal")
    trainer.until(plan["id"], "running")
    told = learner.http.get(f"{product.address}/services/officina/", timeout=30).text
    assert "trainer has prepared it for the course" in told

    opened = learner.http.get(f"{product.address}/user/learner/lab", timeout=60)
    assert opened.status_code == 200
    trainer.until(plan["id"], "opened")
    cancelled = trainer.command("--cancel", plan["id"])
    assert [seat["state"] for seat in cancelled["seats"]] == ["opened"]
    assert learner.hub("GET", "users/learner").json()["servers"][""]["ready"]
