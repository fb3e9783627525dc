"""Curators write drafts, somebody else reads and publishes them, and nobody's words are lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from curate_hand import Hand, faults_in, form_in
from find_samples import ADVICE, ALL, FORECASTS, HOSTILE, id_of, load
from page_house import PageHouse, soup, text_of
from sqlalchemy import update

from officina_hub.catalogue.identity import record_id
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.catalogue_read import history

KEY = id_of(FORECASTS)
PATHS = (
    "catalogue",
    "catalogue/refused",
    "catalogue/apart",
    "catalogue/new",
    "catalogue/new?kind=dataset",
    f"catalogue/{KEY}",
    f"catalogue/{KEY}/review",
    f"catalogue/{KEY}/history",
    f"catalogue/{KEY}/withdraw",
)


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    await load(empty_house)
    return empty_house


@pytest.fixture
def cora(house: PageHouse) -> Hand:
    return Hand(house, "cora", KEY)


@pytest.fixture
def kurt(house: PageHouse) -> Hand:
    return Hand(house, "kurt", KEY)


async def test_curators_alone_open_these_pages_and_send_their_forms(house: PageHouse) -> None:
    for path in PATHS:
        assert (await house.open(path, "cora")).status == 200, path
        assert (await house.open(path)).status == 302, path
        for who in ("ada", "tina", "root", "course-tea", "mute"):
            assert (await house.open(path, who)).status == 403, (path, who)
            assert (await house.open(path, who, form={"deed": "save"})).status == 403, (path, who)


async def test_a_draft_is_seen_by_nobody_but_curators(cora: Hand) -> None:
    answer = await cora.write(title__0__text="Forecasts of rain")

    assert answer.status == 303
    assert (await cora.published()).record.title["en"] == "Weather forecasts"
    assert (await cora.form())["f.title.0.text"] == "Forecasts of rain"
    page = await cora.house.open(f"find/{KEY}", "ada")
    assert "Forecasts of rain" not in text_of(page)


async def test_what_is_not_touched_is_no_change(cora: Hand) -> None:
    await cora.write()
    opened = await cora.opened()
    assert opened.draft is None

    await cora.write(title__0__text="Forecasts")
    draft = (await cora.opened()).draft
    assert draft is not None
    assert list(draft.changes) == ["title"]


async def test_somebody_else_publishes_and_no_load_overwrites_it(cora: Hand, kurt: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain", licence="CC0-1.0")
    own = await cora.review("publish")
    assert own.status == 403
    assert "second person" in text_of(own)

    assert (await kurt.review("publish")).status == 303
    changed = FORECASTS.model_copy(update={"title": {"en": "Forecasts 2"}})
    await load(cora.house, [changed])
    record = (await cora.published()).record
    assert record.title == FORECASTS.title | {"en": "Forecasts of rain"}
    assert record.licence == "CC0-1.0"


async def test_words_are_told_as_theirs_who_wrote_last(cora: Hand, kurt: Hand) -> None:
    await cora.write(title__0__text="Rain")
    await kurt.write(title__0__text="Forecast of rain")
    await cora.write("ask", title__0__text="Forecasts of rain")
    portal = cora.house.portal
    portal.settings = portal.settings.model_copy(update={"single_curator": True})
    assert (await kurt.review("publish")).status == 303
    assert (await cora.opened()).locks["title"].by == "cora"


async def test_a_draft_that_nobody_signed_is_its_reviewers(cora: Hand, kurt: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain")
    with cora.house.portal.database.writing() as session:
        session.execute(update(t.CatalogueDraft).values(authors=[]))
    assert (await cora.house.open(f"catalogue/{KEY}/history", "cora")).status == 200
    assert (await kurt.review("publish")).status == 303
    assert (await cora.opened()).locks["title"].by == "kurt"


async def test_a_single_curator_publishes_alone_where_the_factory_says_so(cora: Hand) -> None:
    portal = cora.house.portal
    portal.settings = portal.settings.model_copy(update={"single_curator": True})
    await cora.write("ask", title__0__text="Forecasts of rain")

    assert (await cora.review("publish")).status == 303
    assert (await cora.published()).record.title["en"] == "Forecasts of rain"


async def test_a_reviewer_sends_back_with_a_word(cora: Hand, kurt: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain")
    wordless = await kurt.review("return")
    assert (wordless.status, "Write one." in text_of(wordless)) == (422, True)
    await kurt.review("return", word="Which <b>rain</b>?")

    page = await cora.house.open(cora.path, "cora")
    assert "kurt sent it back: Which <b>rain</b>?" in text_of(page)
    assert "Sent back 1" in text_of(await cora.house.open("catalogue?pile=returned", "cora"))


async def test_a_reviewer_publishes_only_what_was_before_them(cora: Hand, kurt: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain")
    seen = form_in(await kurt.house.open(f"{KEY_PATH}/review", "kurt"))
    await cora.write("ask", title__0__text="Something else")
    answer = await kurt.house.open(
        f"{KEY_PATH}/review", "kurt", form=seen | {"deed": "publish", "word": ""}
    )

    assert answer.status == 409
    assert "It was changed while you read" in text_of(answer)
    assert (await cora.published()).record.title["en"] == "Weather forecasts"


KEY_PATH = f"catalogue/{KEY}"


async def test_the_review_shows_each_field_before_and_after(cora: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain", country="Sweden (SE)")
    page = soup(await cora.house.open(f"{KEY_PATH}/review", "kurt"))

    assert [one.get_text() for one in page.select("del")] == [
        "English (en): Weather forecasts",
        "Finland (FI)",
    ]
    assert [one.get_text() for one in page.select("ins")] == [
        "English (en): Forecasts of rain",
        "Sweden (SE)",
    ]


async def test_two_at_once_lose_nothing(cora: Hand, kurt: Hand) -> None:
    hers = await cora.form()
    await kurt.write(title__0__text="Kurt's title", version="2")
    answer = await cora.send(hers, title__0__text="Cora's title", licence="CC0-1.0")

    assert answer.status == 409
    shown = form_in(answer)
    assert shown["f.title.0.text"] == "Cora's title"
    assert shown["f.licence"] == "CC0-1.0"
    assert shown["f.version"] == "2"
    assert "Kurt's title" in text_of(answer)

    assert (await cora.send(shown)).status == 303
    fields = (await cora.opened()).fields
    assert fields["title"]["en"] == "Cora's title"
    assert (fields["version"], fields["licence"]) == ("2", "CC0-1.0")


async def test_two_who_write_in_other_fields_are_no_conflict(cora: Hand, kurt: Hand) -> None:
    hers = await cora.form()
    await kurt.write(version="2")
    assert (await cora.send(hers, licence="CC0-1.0")).status == 303

    fields = (await cora.opened()).fields
    assert (fields["version"], fields["licence"]) == ("2", "CC0-1.0")


async def test_a_load_meanwhile_is_no_conflict_in_what_was_not_touched(cora: Hand) -> None:
    hers = await cora.form()
    await load(cora.house, [FORECASTS.model_copy(update={"version": "3"})])
    await cora.send(hers, licence="CC0-1.0")

    draft = (await cora.opened()).draft
    assert draft is not None
    assert list(draft.changes) == ["licence"]


BAD = {
    "landing_page": ("htp:/x y", "“htp:/x y” is no address"),
    "issued": ("2026-02-30", "“2026-02-30” is no day of the calendar"),
    "contact_point.email": ("desk at example", "“desk at example” is no e-mail address"),
    "distributions.0.byte_size": ("many", "“many” is no whole number"),
    "distributions.0.access_url": ("javascript:alert(1)", "“javascript:alert(1)” is no"),
    "distributions.1.checksum.checksum_value": ("xyz", "“xyz” is no checksum"),
    "country": ("Atlantis", "“Atlantis” is no code"),
    "title.0.text": ("x" * 100_000, "That has 100000 characters"),
    "title.1.language": ("English (en)", "There is a text in the language “en” above already"),
    "languages.0": ("Klingonish!", "“Klingonish!” is no code"),
    "publisher.iri": ("no iri", "“no iri” is no address"),
    "conforms_to": ("urn:x:1\nbad one", "“bad one” is no address"),
}


async def test_each_fault_stands_beside_its_field_and_all_that_was_typed_stays(cora: Hand) -> None:
    typed = {f"f.{name}": text for name, (text, _) in BAD.items()}
    answer = await cora.send(await cora.form() | typed)

    assert answer.status == 422
    faults, shown = faults_in(answer), form_in(answer)
    for name, (text, told) in BAD.items():
        place = "f-" + name.replace(".", "-")
        assert told in faults.get(place, faults.get(place.rsplit("-", 1)[0], "")), (name, faults)
        assert shown[f"f.{name}"] == text
    assert (await cora.opened()).draft is None


async def test_html_in_every_field_is_text_and_nothing_else(cora: Hand, kurt: Hand) -> None:
    html = "<script>alert(1)</script>"
    form = {
        name: html if name.startswith("f.") else value
        for name, value in (await cora.form()).items()
    }
    refused = await cora.send(form)
    assert refused.status == 422
    assert not soup(refused).select("main script")
    assert set(form_in(refused).values()) >= {html}

    await cora.write("ask", title__0__text=html, description__0__text=html, keywords=html)
    for path in (KEY_PATH, f"{KEY_PATH}/review", f"{KEY_PATH}/history", "catalogue"):
        page = await cora.house.open(path, "kurt")
        assert not soup(page).select("main script"), path
    await kurt.review("publish")
    assert (await cora.published()).record.title["en"] == html


@pytest.mark.parametrize("sample", ALL, ids=lambda record: record.iri.rpartition("/")[2])
async def test_saving_what_the_form_shows_changes_nothing(house: PageHouse, sample) -> None:
    hand = Hand(house, "cora", id_of(sample))
    form = await hand.form()
    # Without its fingerprints every field counts as typed.
    await hand.send(
        {name: "0" if name.startswith("was.") else value for name, value in form.items()}
    )
    draft = (await hand.opened()).draft
    assert draft is None or draft.changes == {}


async def test_a_field_is_kept_and_given_back_and_what_was_typed_stays(cora: Hand) -> None:
    answer = await cora.write("lock:licence", title__0__text="Half a tit")
    assert form_in(answer)["f.title.0.text"] == "Half a tit"
    assert "Kept by cora" in text_of(answer)
    await load(cora.house, [FORECASTS.model_copy(update={"licence": "MIT"})])
    assert (await cora.published()).record.licence == "CC-BY-4.0"

    answer = await cora.write("unlock:licence")
    assert form_in(answer)["f.licence"] == "MIT"
    assert (await cora.published()).record.licence == "MIT"


async def test_the_score_follows_what_is_typed_also_while_it_is_wrong(house: PageHouse) -> None:
    hand = Hand(house, "cora", id_of(ADVICE))

    def score(page) -> str:
        return text_of(page).partition(" of 100")[0].rpartition(" ")[2]

    before = score(await house.open(hand.path, "cora"))
    answer = await hand.write("look", description__0__text="x" * 40, trl="eleven")
    assert int(score(answer)) == int(before) + 20 - 10
    assert (await hand.opened()).draft is None


async def test_another_row_is_there_and_nothing_typed_is_gone(cora: Hand) -> None:
    answer = await cora.write("more:distributions", title__0__text="Half a tit")
    shown = form_in(answer)
    assert shown["f.distributions.2.access_url"] == ""
    assert shown["f.title.0.text"] == "Half a tit"


async def test_something_new_is_written_reviewed_and_found(house: PageHouse) -> None:
    path = "catalogue/new?kind=service"
    form = form_in(await house.open(path, "cora"))
    empty = await house.open(path, "cora", form=form | {"deed": "ask"})
    assert empty.status == 422
    assert set(faults_in(empty)) == {"f-iri", "f-title"}

    typed = form | {
        "f.iri": "https://example.org/advice",
        "f.title.0.text": "Rat zu Modellen",
        "f.title.0.language": "German (de)",
        "f.trl": "7",
        "deed": "ask",
    }
    made = await house.open(path, "cora", form=typed)
    key = record_id("curated", "https://example.org/advice")
    assert house.location(made) == f"catalogue/{key}/review"
    assert "waiting for review 1" in text_of(await house.open("catalogue", "kurt"))
    with pytest.raises(NotFound):
        await Hand(house, "kurt", key).published()

    twice = await house.open(path, "cora", form=typed)
    assert (twice.status, "f-iri" in faults_in(twice)) == (422, True)
    assert form_in(twice)["f.title.0.text"] == "Rat zu Modellen"

    await Hand(house, "kurt", key).review("publish")
    assert (await Hand(house, "kurt", key).published()).record.title == {"de": "Rat zu Modellen"}


async def test_no_author_brings_back_what_the_reviewer_never_read(house: PageHouse) -> None:
    path = "catalogue/new?kind=service"
    form = form_in(await house.open(path, "cora"))
    iri = "https://example.org/sly"
    await house.open(
        path, "cora", form=form | {"f.iri": iri, "f.title.0.text": "Sly", "deed": "save"}
    )
    cora, kurt = (Hand(house, who, record_id("curated", iri)) for who in ("cora", "kurt"))
    await cora.write("ask", title__0__text="Honest")
    await kurt.review("publish")
    written = [
        step.id
        for step in await house.portal.read(history, cora.record_id)
        if "title" in step.fields
    ]
    page = f"{cora.path}/history"
    assert f"undo:{written[0]}" not in str(soup(await house.open(page, "cora")))

    assert (await house.open(page, "cora", form={"deed": f"undo:{written[0]}"})).status == 403
    await cora.write("unlock:title")
    assert list((await cora.published()).record.title.values()) == ["Honest"]


async def test_the_history_tells_who_and_takes_each_step_back(cora: Hand, kurt: Hand) -> None:
    await cora.write("ask", title__0__text="Forecasts of rain")
    cora.house.clock.now += timedelta(minutes=1)
    await kurt.review("publish")
    path = f"{KEY_PATH}/history"
    page = await cora.house.open(path, "cora")
    assert "Written: Title" in text_of(page)
    assert "Draft published (written by cora)" in text_of(page)
    undo = soup(page).find("h2", string="Written: Title").find_next("button")

    await cora.house.open(path, "cora", form={"deed": str(undo["value"])})
    assert (await cora.published()).record.title["en"] == "Weather forecasts"
    again = await cora.house.open(path, "cora", form={"deed": "undo:999999"})
    assert again.status == 303


async def test_a_withdrawn_record_comes_back_from_its_history(cora: Hand) -> None:
    await cora.house.open(f"{KEY_PATH}/withdraw", "cora", form={})
    with pytest.raises(NotFound):
        await cora.published()
    page = await cora.house.open(f"{KEY_PATH}/history", "cora")
    undo = soup(page).find("h2", string="State: Withdrawn").find_next("button")
    await cora.house.open(f"{KEY_PATH}/history", "cora", form={"deed": str(undo["value"])})
    assert (await cora.published()).record.title["en"] == "Weather forecasts"


async def test_a_discarded_draft_can_be_taken_up_again(cora: Hand) -> None:
    await cora.write(title__0__text="Forecasts of rain")
    await cora.review("discard")
    assert (await cora.opened()).draft is None
    page = await cora.house.open(f"{KEY_PATH}/history", "cora")
    again = soup(page).find("button", value=lambda value: str(value).startswith("again:"))
    await cora.house.open(f"{KEY_PATH}/history", "cora", form={"deed": str(again["value"])})
    assert (await cora.opened()).fields["title"]["en"] == "Forecasts of rain"


async def test_the_list_is_searched_and_narrowed(house: PageHouse) -> None:
    async def titles(query: str) -> list[str]:
        page = soup(await house.open(f"catalogue?{query}", "cora"))
        return [link.get_text() for link in page.select("tbody th a")]

    assert await titles("q=FORECAST") == ["Weather forecasts"]
    assert await titles("q=Sää") == ["Weather forecasts"]
    assert await titles("q=%25") == []
    assert await titles("kind=service") == ["Advice on models of the weather"]
    assert HOSTILE.title["en"] in await titles("pile=low")
    assert "Weather forecasts" not in await titles("pile=low")
    assert await titles("pile=mine") == []
    await Hand(house, "cora", KEY).write(version="2")
    assert await titles("pile=mine") == ["Weather forecasts"]
    assert len(await titles("page=0&pile=nonsense")) == len(ALL)
