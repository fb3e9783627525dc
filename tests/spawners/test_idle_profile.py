"""A profile says after how much idleness its sessions end; a course's server is told nothing."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from officina_spawners.profiles import LOCAL_PROFILE, Profile

pytestmark = pytest.mark.sandbox
IDLE = LOCAL_PROFILE.model_copy(update={"idle_minutes": 45}).model_dump(mode="json")
VARIABLE = "import os; answer = os.environ.get('OFFICINA_IDLE_MINUTES')"


async def test_session_is_told_by_its_environment(started):
    _, session = await started("anna", profiles=[IDLE])
    assert await session.run(VARIABLE) == "45"


async def test_operator_has_the_last_word(started):
    _, session = await started("anna", profiles=[IDLE], environment={"OFFICINA_IDLE_MINUTES": "90"})
    assert await session.run(VARIABLE) == "90"


async def test_without_a_rule_nothing_is_said(started):
    _, session = await started("anna")
    assert await session.run(VARIABLE) is None


@pytest.mark.parametrize("minutes", [-1, 10_081, 1.5])
def test_odd_minutes_are_refused(minutes):
    with pytest.raises(ValidationError):
        Profile(name="gpu", title="GPU", idle_minutes=minutes)
