"""A course whose Python nobody has built here yet: its work waits with a reason, then goes on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from check_samples import ask_check
from grader_hand import claim
from page_house import PageHouse, text_of
from portal_house import course, publish_course

from officina_courses.environments.folder import RECORD, EnvironmentsFolder, Record
from officina_hub.portal import unbuilt

RYE = course("rye", environment={"packages": ["humanize>=4"]})
NEEDS = "This course needs software that this hub does not have yet"
WAITS = "It waits: this course needs software"
KEY = "0123456789abcdef"


def build(data_dir: Path, *, lock: str = "humanize==4.9.0") -> None:
    """As an operator's command leaves it, without the Python, which no portal starts."""
    folder = EnvironmentsFolder(data_dir / "environments")
    folder.make()
    (folder.pythons / KEY).mkdir(exist_ok=True)
    record = Record(
        key=KEY,
        lock=(lock,),
        installed=(),
        imports=(),
        python="3.11",
        base_prefix="/usr",
        mib=1,
        built_at=datetime.now(UTC),
    )
    (folder.pythons / KEY / RECORD).write_text(record.model_dump_json())
    folder.name_kernel("rye", KEY, RYE)


async def test_its_work_waits_with_a_reason_until_it_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unbuilt, "LOOK_SECONDS", 3600.0)
    async with await PageHouse(tmp_path).with_tea() as house:
        assert await claim(house) is None
        monkeypatch.setattr(unbuilt, "LOOK_SECONDS", 0.0)  # only after the next look
        publish_course(house.portal, RYE)
        await house.enrol("ada", "rye")
        page = f"courses/rye/submissions/{await house.hand_in('ada', course_id='rye')}"
        assert await claim(house) is None
        assert NEEDS in text_of(await house.open("courses/rye", "ada"))
        assert WAITS in text_of(await house.open(page, "ada"))
        trainers = text_of(await house.open("courses/rye", "tina"))
        assert "officina course environment build" in trainers
        assert NEEDS not in text_of(await house.open("courses/tea", "ada"))

        await house.hand_in("ada")
        assert (await claim(house))["course_id"] == "tea"  # others do not wait for it

        refused = await ask_check(house, course_id="rye")
        assert (refused.status, refused.json["code"]) == (409, "no-software")

        build(tmp_path, lock="humanize==3.0.0")  # for an earlier release, which asked for less
        assert await claim(house, "another") is None
        build(tmp_path)
        assert (await claim(house))["course_id"] == "rye"
        assert NEEDS not in text_of(await house.open("courses/rye", "ada"))
        assert WAITS not in text_of(await house.open(page, "ada"))
        assert (await ask_check(house, course_id="rye")).status == 201
