"""The same journey through nbgrader's own command line, as two users in their own servers."""

from __future__ import annotations

import threading
import time

import pytest
import requests
from product import HubSession, Product
from terminal import Terminal

COURSE, EXERCISE = "first-steps", "01-welcome"
SECONDS = 120


def start_server(session: HubSession, owner: str) -> str:
    """Start a server and wait for it; returns its address."""
    answer = session.hub("POST", f"users/{owner}/server")
    assert answer.status_code in {201, 202, 400}, answer.text
    url = f"{session.product.address}/user/{owner}"
    deadline = time.monotonic() + SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        servers = session.hub("GET", f"users/{owner}").json()["servers"]
        if servers.get("", {}).get("ready"):
            return url
        pause.wait(0.5)
    raise AssertionError(f"the server of {owner} was not ready after {SECONDS} s")


@pytest.mark.e2e
@pytest.mark.timeout(400)
def test_learner_and_trainer_work_with_nbgrader_on_the_command_line(product: Product):
    learner = product.log_in("learner")
    token = learner.token
    enrolled = requests.put(
        f"{product.address}/services/officina/api/courses/{COURSE}/enrolment",
        headers={"Authorization": f"token {token}"},
        timeout=30,
    )
    enrolled.raise_for_status()
    terminal = Terminal(start_server(learner, "learner"), token)

    listed = terminal.run(f"nbgrader list --course {COURSE}")
    assert listed.status == 0, listed.output
    assert f"{COURSE} {EXERCISE}" in listed.output

    fetched = terminal.run(f"nbgrader fetch_assignment {EXERCISE} --course {COURSE}")
    assert fetched.status == 0, fetched.output
    assert "01-welcome.ipynb" in terminal.run(f"ls {COURSE}/{EXERCISE}").output

    submitted = terminal.run(f"nbgrader submit {EXERCISE} --course {COURSE}")
    assert submitted.status == 0, submitted.output
    assert "Received as number" in submitted.output

    trainer = product.log_in("trainer")
    opened = trainer.http.get(
        f"{product.address}/services/officina/courses/{COURSE}/teach", timeout=30
    )
    opened.raise_for_status()
    course_terminal = open_course_terminal(product, trainer)
    collected = course_terminal.run(f"nbgrader collect {EXERCISE} --course {COURSE}")
    assert collected.status == 0, collected.output
    assert "01-welcome.ipynb" in course_terminal.run(f"ls submitted/learner/{EXERCISE}").output
    refused = course_terminal.run(f"nbgrader autograde {EXERCISE} --course {COURSE}")
    assert refused.status != 0, refused.output


def open_course_terminal(product: Product, trainer: HubSession) -> Terminal:
    """The terminal of the course's own server, which the trainer reaches by its share."""
    xsrf = trainer.http.cookies.get("_xsrf", path="/services/officina/")
    page = f"{product.address}/services/officina/courses/{COURSE}/teach/formgrader"
    trainer.http.post(page, data={"_xsrf": xsrf}, timeout=60).raise_for_status()
    url = f"{product.address}/user/course-{COURSE}"
    token = trainer.token
    deadline = time.monotonic() + SECONDS
    pause = threading.Event()
    while time.monotonic() < deadline:
        status = requests.get(
            f"{url}/api/status", headers={"Authorization": f"token {token}"}, timeout=30
        )
        if status.status_code == 200:
            return Terminal(url, token)
        pause.wait(1)
    raise AssertionError(f"the course's server was not ready: {status.status_code}")
