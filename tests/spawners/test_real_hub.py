"""A real hub, a real proxy and a real JupyterLab; and the hub is killed."""

import subprocess
from pathlib import Path

import pytest
from real_hub import RealHub

from officina_spawners.records import read_record

pytestmark = [pytest.mark.sandbox, pytest.mark.kill]
CONFIG = Path(__file__).parent / "sessions" / "hub_config.py"


@pytest.fixture
def hub(tmp_path):
    made = RealHub(tmp_path, CONFIG)
    yield made
    made.close()


def test_a_session_outlives_the_kill_of_its_hub_and_is_found_again(hub):
    hub.api("POST", "users/anna")
    hub.api("POST", "users/anna/server", {"user_options": {"profile": "small"}})
    events = hub.progress("anna")
    assert events[-1].get("ready"), events
    assert "JupyterLab answers" in [event["message"] for event in events]
    run_dir = hub.data / "run" / "sessions"
    before = read_record(run_dir, "anna")

    hub.kill_hub()
    assert before.outside.is_alive()
    assert hub.session_answers("anna")

    hub.start_hub()
    assert read_record(run_dir, "anna") == before
    assert hub.api("GET", "users/anna")["servers"][""]["ready"]
    assert hub.session_answers("anna")

    members = [before.outside, *before.inside.descendants()]
    hub.api("DELETE", "users/anna/server")
    assert not any(member.is_alive() for member in members)
    assert not list(run_dir.iterdir())


def test_a_hub_killed_during_a_start_takes_the_session_over_or_leaves_nothing(hub):
    hub.api("POST", "users/anna")
    hub.api("POST", "users/anna/server", {})
    run_dir = hub.data / "run" / "sessions"
    while (before := read_record(run_dir, "anna")) is None:
        with pytest.raises(subprocess.TimeoutExpired):
            hub.hub.wait(timeout=0.02)
    hub.kill_hub()
    hub.start_hub()
    while hub.api("GET", "users/anna")["pending"]:  # the Hub waits until JupyterLab has loaded
        with pytest.raises(subprocess.TimeoutExpired):
            hub.hub.wait(timeout=0.2)
    if "" in hub.api("GET", "users/anna")["servers"]:
        assert read_record(run_dir, "anna") == before
        assert hub.session_answers("anna")
    else:  # it gave up, because it did not find its hub
        assert not before.inside.is_alive()


def test_a_refusal_reaches_the_waiting_page_as_a_plain_sentence(hub):
    hub.api("POST", "users/bob")
    hub.api("POST", "users/bob/server", {"user_options": {"profile": "$(id)"}})
    told = hub.progress("bob")[-1]
    assert told["failed"]
    assert "not understood: 'profile' = '$(id)'" in told["message"]
    assert "Traceback" not in (hub.data / "hub.log").read_text()


def test_refused_options_do_not_stand_in_the_way_of_the_next_start(hub):
    hub.api("POST", "users/bob")
    hub.api("POST", "users/bob/server", {"user_options": {"profile": "gone"}})
    assert hub.progress("bob")[-1]["failed"]

    hub.api("POST", "users/bob/server", {})
    assert hub.progress("bob")[-1].get("ready")
