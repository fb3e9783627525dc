"""The real JupyterLab as a job with a GPU: started, answering, ended."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slurm


def test_jupyterlab_starts_on_a_gpu_and_stops(house):
    house.hub.api("POST", f"users/{house.user}/server", {"user_options": {"profile": "gpu"}})
    events = house.hub.progress(house.user)
    assert events[-1].get("ready"), (events, house.log[-3000:])
    assert house.hub.session_answers(house.user)
    assert house.job().state == "RUNNING"
    house.stop()
    house.nothing_is_left()
