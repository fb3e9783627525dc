"""batchspawner's own cases that apply to OfficinaSpawner, unmodified, from their checkout."""

from __future__ import annotations

import asyncio

import pytest
from batchspawner_cases import CASES

PASSES = [case.name for case in CASES if case.how == "passes"]


@pytest.mark.parametrize("case", PASSES)
async def test_a_case_of_batchspawner_passes(case, theirs, database):
    async with asyncio.timeout(60):
        await getattr(theirs, case)(database, asyncio.get_running_loop())


def test_the_page_speaks_of_each_case_there_is(theirs):
    cases = {name for name in vars(theirs) if name.startswith("test_")}
    assert cases
    assert cases <= {case.name for case in CASES}
