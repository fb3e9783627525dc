"""The launch page: what can be chosen, what it costs, and what stands against it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import (
    ENDED,
    FULL,
    GPU,
    RUNNING,
    SMALL,
    WAITING,
    StubSessions,
    add_sessions,
    session,
)

from officina_courses.saying import Saying
from officina_hub.portal.i18n import translations
from officina_hub.session_api.answers import Bounds, Fault, OffersAnswer, SessionAnswer
from officina_hub.session_api.extending import JUST_DONE, SILENT, SOMEBODY_WAITS
from officina_hub.session_api.lengths import TOO_LONG
from officina_hub.session_api.quoting import QOS

HTMX = {"HX-Request": "true"}


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    return add_sessions(house.hub)


async def test_one_local_profile_keeps_the_page_a_button(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.offers = OffersAnswer(profiles=(SMALL,))
    answer = await house.open("launch", "ada")
    assert "Start my server" in text_of(answer)
    assert not soup(answer).select("input[type=radio]")


async def test_each_profile_is_a_card_with_what_is_free_and_what_it_costs(
    house: PageHouse, sessions: StubSessions
) -> None:
    answer = await house.open("launch?profile=gpu", "ada")
    page, text = soup(answer), text_of(answer)
    assert [each["value"] for each in page.select("input[name=profile][type=radio]")] == [
        each.name for each in sessions.offers.profiles
    ]
    assert page.select_one("#profile-gpu").has_attr("checked")
    assert page.select_one("label[for=profile-gpu]").get_text(strip=True) == "GPU"
    assert "5 of 8 GPUs (at most 4 on one node)" in text
    assert "Probably in 2 to 15 minutes" in text
    assert "Half of the last 50 expectations were off by less than 2 minutes." in text
    assert "At most 1 GPU-hours. proto has 10 GPU-hours left." in text


async def test_what_is_free_in_a_reservation_alone_is_told_beside_it(
    house: PageHouse, sessions: StubSessions
) -> None:
    assert GPU.gpus is not None
    gpus = GPU.gpus.model_copy(update={"free_reserved": 4})
    sessions.offers = OffersAnswer(profiles=(SMALL, GPU.model_copy(update={"gpus": gpus})))
    text = text_of(await house.open("launch?profile=gpu", "ada"))
    assert "5 of 8 GPUs (at most 4 on one node, 4 only with a reservation)" in text


async def test_what_nobody_knows_is_said_to_be_unknown(
    house: PageHouse, sessions: StubSessions
) -> None:
    text = text_of(await house.open("launch?profile=unknown", "ada"))
    assert "Not known at the moment" in text
    assert "Slurm does not answer at the moment, so what is free is not known." in text
    assert "You have no account there yet." in text


async def test_the_first_profile_is_chosen_where_the_link_names_none_that_is_there(
    house: PageHouse, sessions: StubSessions
) -> None:
    for path in ("launch", "launch?profile=gone", "launch?profile=%00"):
        page = soup(await house.open(path, "ada"))
        assert page.select_one("input[name=profile][checked]")["value"] == "small"


async def test_a_link_prepares_a_choice_within_the_bounds(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch?profile=gpu&gpus=2&minutes=120&account=proto", "ada"))
    gpus, minutes = page.select_one("#field-gpus"), page.select_one("#field-minutes")
    assert (gpus["value"], gpus["min"], gpus["max"]) == ("2", "1", "4")
    assert (minutes["value"], minutes["max"]) == ("120", "240")
    assert page.select_one("#field-account option[selected]")["value"] == "proto"
    assert page.select_one("#field-account option[value=spent]").has_attr("disabled")
    link = page.select_one("#link")["value"]
    assert link.endswith("/launch?profile=gpu&gpus=2&minutes=120&account=proto")
    assert not page.select("#field-memory_gib")
    assert page.select_one("details #field-cores")


@pytest.mark.parametrize(
    "query",
    [
        "profile=<script>alert(1)</script>",
        "profile=gpu&gpus=%22%3E%3Cb%3E",
        "profile=gpu&gpus=" + "9" * 5000,
        "profile=gpu&account=%00",
        "profile=gpu&profile=small&colour=red",
        "%FF=%FF",
    ],
)
async def test_a_hostile_link_is_a_page_and_nothing_more(
    house: PageHouse, sessions: StubSessions, query: str
) -> None:
    answer = await house.open(f"launch?{query}", "ada")
    assert answer.status in {200, 400}
    assert b"<script>alert" not in answer.content
    assert b"<b>" not in answer.content
    asked = [query for what, query in sessions.asked if what == "offers"]
    assert all(len(value) <= 200 for query in asked for value in query.values())


async def test_figures_from_before_slurm_fell_silent_say_of_when_they_are(
    house: PageHouse, sessions: StubSessions
) -> None:
    assert GPU.gpus is not None
    old = GPU.model_copy(update={"gpus": GPU.gpus.model_copy(update={"is_old": True})})
    sessions.offers = FULL.model_copy(
        update={"profiles": (GPU, old.model_copy(update={"name": "old"}))}
    )
    page = soup(await house.open("launch", "ada"))
    assert "Free now 5 of 8 GPUs" in page.select_one("#live-gpu").get_text(" ", strip=True)
    told = page.select_one("#live-old").get_text(" ", strip=True)
    assert "Was free 5 of 8 GPUs" in told
    assert page.select_one("#live-old time")["datetime"].startswith("2026-03-02T12:00")
    assert "Free now" not in told


async def test_an_expected_start_is_called_an_estimate_that_may_change(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (WAITING,)
    told = soup(await house.open("launch", "ada")).select_one("#sessions").get_text()
    assert "Estimated from the queue of the last half minute. It may change at once" in told


async def test_a_choice_is_looked_at_then_started_with_its_options(
    house: PageHouse, sessions: StubSessions
) -> None:
    form = {"profile": "gpu", "shown": "gpu", "gpus": "2", "minutes": "120", "qos": ""}
    answer = await house.open("launch/start", "ada", form=form)
    assert house.location(answer) == "launch/starting"
    await house.open("launch/starting", "ada")
    expected = {"profile": "gpu", "gpus": "2", "minutes": "120"}
    assert ("check", expected) in sessions.asked
    assert house.servers.options == [{"profile": "gpu", "gpus": 2, "minutes": 120}]


async def test_a_choice_that_slurm_refuses_comes_back_with_the_reason(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.faults = (
        Fault(field="account", code="account-refused", message="You may not use proto here."),
        Fault(field="", code="nodes", message="No node can ever do that."),
    )
    form = {"profile": "gpu", "shown": "gpu", "gpus": "2", "minutes": "120"}
    answer = await house.open("launch/start", "ada", form=form)
    page = soup(answer)
    assert answer.status == 422
    assert "You may not use proto here." in page.select_one("#fault-account").get_text()
    told = page.select_one(".facts-wide").get_text()
    assert "Expected start" not in told
    assert "It waits in the queue" not in told
    assert "No node can ever do that." in page.select_one("[role=alert]").get_text()
    assert page.select_one("#field-minutes")["value"] == "120"
    assert house.servers.options == []


async def test_another_card_without_javascript_shows_its_settings_first(
    house: PageHouse, sessions: StubSessions
) -> None:
    form = {"profile": "gpu", "shown": "small"}
    answer = await house.open("launch/start", "ada", form=form)
    assert house.location(answer) == "launch?profile=gpu"
    assert house.servers.options == []


async def test_a_recent_choice_starts_with_one_click(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch", "ada"))
    form = page.select_one(".recent form")
    assert "2 GPUs · 2 hr" in " ".join(form.get_text(" ").split())
    fields = {each["name"]: each["value"] for each in form.select("input") if each["value"]}
    answer = await house.open(
        form["action"].removeprefix("/services/officina/"), "ada", form=fields
    )
    assert house.location(answer) == "launch/starting"


async def test_a_session_that_runs_is_on_top_with_its_time_left(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (RUNNING, session("running", server="second", url="/user/ada/second/"))
    page = soup(await house.open("launch", "ada"))
    own, second = page.select("section.session")
    text = " ".join(own.get_text(" ").split())
    assert "4711 on g1" in text
    assert own.select_one("[data-until]")["data-until"] == "2026-03-02T14:00:00+00:00"
    assert own.select_one("a.btn-accent")["href"] == "/user/ada/"
    assert [each["action"].rpartition("/")[2] for each in own.select("form")] == ["extend"]
    assert own.select_one("#stop-own")["href"].endswith("/launch/stop?server=")
    assert second.select_one("#stop-second")["href"].endswith("/launch/stop?server=second")


async def test_the_last_minutes_are_told(house: PageHouse, sessions: StubSessions) -> None:
    sessions.mine = (RUNNING.model_copy(update={"seconds_left": 300}),)
    assert "It ends soon. Save your work." in text_of(await house.open("launch", "ada"))


@pytest.mark.parametrize(
    ("session", "every"),
    [
        (RUNNING, "every 4s"),
        (RUNNING.model_copy(update={"place": "local"}), "every 10s"),
        (RUNNING.model_copy(update={"state": "stopping"}), "every 3s"),
        (ENDED, "every 10s"),
    ],
)
async def test_what_others_may_end_is_asked_about_more_often(
    house: PageHouse, sessions: StubSessions, session: SessionAnswer, every: str
) -> None:
    sessions.mine = (session,)
    part = soup(await house.open("launch", "ada")).select_one("[hx-target='#sessions']")
    assert part["hx-trigger"] == every


async def test_a_session_that_failed_tells_why_with_its_log_and_starts_again(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (ENDED,)
    answer = await house.open("launch", "ada")
    own = soup(answer).select_one("section.session")
    assert "used more memory than it had asked for" in own.get_text()
    assert own.select_one("pre").get_text() == "Loading the data\nKilled"
    fields = {each["name"]: each["value"] for each in own.select("input")}
    assert (fields["profile"], fields["gpus"]) == ("gpu", "2")


async def test_a_session_is_lengthened(house: PageHouse, sessions: StubSessions) -> None:
    answer = await house.open("launch/extend", "ada", form={"server": ""})
    assert house.location(answer) == "launch"
    assert ("extend", "") in sessions.asked
    sessions.extend = (409, {"message": "Others wait for the same GPUs."})
    assert (await house.open("launch/extend", "ada", form={"server": "a/b"})).status == 303
    assert ("extend", "a/b") in sessions.asked


async def test_a_session_that_was_lengthened_tells_its_new_length(
    house: PageHouse, sessions: StubSessions
) -> None:
    ends_at = RUNNING.started_at + timedelta(minutes=180)
    sessions.mine = (RUNNING.model_copy(update={"ends_at": ends_at}),)
    own = soup(await house.open("launch", "ada")).select_one("section.session")
    assert "· 3 hr" in own.get_text()
    assert "· 2 hr" not in own.get_text()


@pytest.mark.parametrize("refusal", [SOMEBODY_WAITS, JUST_DONE, SILENT])
async def test_a_refused_extension_is_told_in_the_readers_language(
    house: PageHouse, sessions: StubSessions, refusal: Saying
) -> None:
    sessions.extend = (409, {"message": str(refusal)})
    german = {"Accept-Language": "de"}
    answer = await house.open("launch/extend", "ada", form={"server": ""}, headers=german)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    text = text_of(await house.open("launch", "ada", headers={**german, "Cookie": cookie}))
    assert translations("de").gettext(refusal.text) in text
    assert str(refusal) not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("de", "Die Dienstklasse short lässt"), ("fi", "Palveluluokka short")],
)
async def test_a_refused_extension_names_its_limit_in_the_readers_language(
    house: PageHouse, sessions: StubSessions, language: str, words: str
) -> None:
    told = TOO_LONG.with_values(owner=QOS.with_values(qos="short"), limit=90, found=60)
    said = [told.model_dump(mode="json")]
    sessions.extend = (409, {"message": str(told), "said": said})
    foreign = {"Accept-Language": language}
    answer = await house.open("launch/extend", "ada", form={"server": ""}, headers=foreign)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    text = text_of(await house.open("launch", "ada", headers={**foreign, "Cookie": cookie}))
    assert words in text
    assert "90" in text


async def test_the_parts_are_renewed_without_a_reload(
    house: PageHouse, sessions: StubSessions
) -> None:
    live = await house.open("launch/live", "ada", headers=HTMX)
    assert [each["id"] for each in soup(live).select("[hx-swap-oob]")] == [
        f"live-{each.name}" for each in sessions.offers.profiles
    ]
    settings = await house.open("launch/settings?profile=gpu&shown=small", "ada", headers=HTMX)
    assert soup(settings).select_one("#field-gpus")["value"] == "1"
    assert "launch?profile=gpu" in settings.headers["HX-Replace-Url"]
    query = "launch/quote?profile=gpu&shown=gpu&gpus=9"
    news = soup(await house.open(query, "ada", headers=HTMX))
    assert "1 to 4 are possible here, 9" in news.select_one("#fault-gpus[hx-swap-oob]").get_text()
    assert not news.select("input[type=number]")
    dear = await house.open("launch/quote?profile=gpu&gpus=4&minutes=90", "ada", headers=HTMX)
    assert "At most 6 GPU-hours" in text_of(dear)
    assert not [what for what, _ in sessions.asked if what == "check"]


async def test_the_sessions_part_is_empty_where_nothing_is_new(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mine = (RUNNING,)
    first = await house.open("launch/sessions", "ada", headers=HTMX)
    again = soup(first).select_one("[hx-get]")["hx-get"].removeprefix("/services/officina/")
    sessions.mine = (RUNNING.model_copy(update={"seconds_left": 5990}),)
    assert (await house.open(again, "ada", headers=HTMX)).status == 204


@pytest.mark.parametrize("path", ["live", "quote", "settings", "sessions"])
async def test_a_part_opened_by_its_address_leads_to_the_page(
    house: PageHouse, sessions: StubSessions, path: str
) -> None:
    assert house.location(await house.open(f"launch/{path}", "ada")) == "launch"


@pytest.mark.parametrize("path", ["", "/live", "/quote", "/settings", "/sessions"])
async def test_nobody_sees_it_without_a_login(
    house: PageHouse, sessions: StubSessions, path: str
) -> None:
    answer = await house.open(f"launch{path}")
    assert answer.status == 302
    assert sessions.asked == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "run on the first of the 2 nodes"), ("de", "auf dem ersten der 2 Knoten")],
)
async def test_several_nodes_are_explained_where_they_are_chosen_and_where_they_run(
    house: PageHouse, sessions: StubSessions, language: str, said: str
) -> None:
    bounds = {**GPU.numbers, "nodes": Bounds(min=1, max=4, default=1)}
    several = GPU.model_copy(update={"numbers": bounds})
    sessions.offers = FULL.model_copy(update={"profiles": (several,)})
    sessions.mine = (RUNNING.model_copy(update={"nodes": 2}),)
    reader = {"Accept-Language": language}
    page = soup(await house.open("launch?profile=gpu&nodes=2", "ada", headers=reader))
    for place in ("#quote", "#sessions"):
        assert said in page.select_one(place).get_text()
        assert "MASTER_ADDR" in page.select_one(place).get_text()
    one = soup(await house.open("launch?profile=gpu&nodes=1", "ada"))
    assert "MASTER_ADDR" not in one.select_one("#quote").get_text()
