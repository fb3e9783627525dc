"""What pip says last becomes a sentence with a way out."""

from __future__ import annotations

import pytest

from officina_courses.environments import pip
from officina_courses.environments.resolving import resolve
from officina_courses.errors import EnvironmentRefused

SAID = {
    "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device": (
        "The disk is full."
    ),
    "ERROR: No matching distribution found for nothing-of-that-name>=7": (
        "no wheel of nothing-of-that-name>=7"
    ),
    "The conflict is caused by:\n    The user requested numpy==2.0.2\n    pandas 3.1 depends on "
    "numpy>=2.3\n\nTo fix this you could try to:": "requested numpy==2.0.2; pandas 3.1 depends on",
    "ERROR: something else\n": "pip could not do it: something else.",
}


@pytest.mark.parametrize("said", SAID)
def test_last_words_are_explained(said: str) -> None:
    assert SAID[said] in str(pip.explained(said))


def test_an_index_out_of_reach_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    with pytest.raises(EnvironmentRefused, match="cannot be reached"):
        resolve(["humanize>=4"], step=lambda done: None)
