"""From a dataset's page to a notebook that loads it, in a session that runs or starts for it."""

from __future__ import annotations

import pytest
from find_samples import ADVICE, FORECASTS, HOSTILE, id_of, load
from page_house import PageHouse, soup, text_of

HERE = f"find/{id_of(FORECASTS)}/notebook"
OPENED = f"/user/bob/officina/datasets/{id_of(FORECASTS)}"


@pytest.fixture
async def full_house(empty_house: PageHouse) -> PageHouse:
    await load(empty_house)
    return empty_house


async def test_the_page_has_the_button_and_shows_the_code_before_anything_runs(full_house):
    page = soup(await full_house.open(f"find/{id_of(FORECASTS)}", "bob"))
    form = page.select_one('section[aria-labelledby="notebook-heading"] form')
    assert form["action"].endswith(HERE)
    code = page.select_one("#loading-code").get_text()
    assert "# Licence: CC-BY-4.0" in code
    assert "hashlib.file_digest" in code


async def test_a_running_session_is_used_at_once(full_house):
    full_house.servers.states["bob"] = "running"
    answer = await full_house.open(HERE, "bob", form={})
    assert answer.headers["Location"] == OPENED
    assert full_house.servers.asked == []


async def test_without_a_session_one_starts_and_its_page_goes_on_to_the_notebook(full_house):
    answer = await full_house.open(HERE, "bob", form={})
    assert full_house.location(answer) == f"{HERE}/starting"
    page = await full_house.open(f"{HERE}/starting", "bob")
    assert "“Weather forecasts” opens in JupyterLab" in text_of(page)
    assert full_house.servers.asked == ["bob"]

    full_house.servers.may_finish.set()
    await full_house.app.settings["starts"].of("bob").task
    ready = await full_house.open(f"{HERE}/starting", "bob")
    assert ready.headers["Location"] == OPENED


async def test_what_has_no_file_says_so_and_starts_nothing(full_house):
    page = await full_house.open(f"find/{id_of(HOSTILE)}", "bob")
    assert "The catalogue knows no file of it" in text_of(page)
    for record in (HOSTILE, ADVICE):
        answer = await full_house.open(f"find/{id_of(record)}/notebook", "bob", form={})
        assert answer.status == 409
        assert "no session was started" in text_of(answer)
    unknown = await full_house.open("find/abcdefghijklmnopqrst/notebook", "bob", form={})
    assert unknown.status == 404
    assert full_house.servers.asked == []
