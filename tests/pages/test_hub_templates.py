"""The Hub's own pages in our dress: axe-core finds nothing, and its scripts find their ids."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
import pytest_asyncio
from bs4 import BeautifulSoup
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader
from page_browser import HUB_STATIC, add_hub_files, faults
from page_house import PageHouse
from page_layout import layout_faults
from playwright.async_api import Browser
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine

from officina_hub.hub_templates import FOLDER
from officina_hub.hub_words import template_variables
from officina_spawners.errors import INSIDE, SessionError

pytestmark = pytest.mark.asyncio(loop_scope="module")
IDS = ("progress-bar", "sr-progress", "progress-message", "progress-log", "stop-server-btn")
ORIGINALS = HUB_STATIC.parent / "templates"
USER = SimpleNamespace(
    name="ada", json_escaped_name="ada", spawner=SimpleNamespace(options_form="")
)

PAGES: dict[str, dict[str, Any]] = {
    "login.html": {
        "user": None,
        "authenticator_login_url": "/hub/login",
        "authenticator": SimpleNamespace(request_otp=False),
        "login_error": "Invalid username or password",
        "username": "ada",
        "officina_demo": True,
    },
    "spawn_pending.html": {"progress_url": "/hub/api/progress"},
    "home.html": {
        "default_server": SimpleNamespace(active=True),
        "url": "/hub/spawn/ada",
        "allow_named_servers": False,
    },
    "token.html": {"api_tokens": [], "oauth_clients": []},
    "404.html": {"status_code": 404, "status_message": "Not Found"},
    "error.html": {"status_code": 503, "status_message": "Oops", "message": "Wait a moment."},
    "not_running.html": {"failed": True, "spawn_url": "/hub/spawn", "server_name": ""},
    "stop_pending.html": {},
    "logout.html": {"user": None},
}


def render(name: str, **other: Any) -> str:
    """The page as JupyterHub renders it: our folder before its own."""
    paths = [str(FOLDER), str(ORIGINALS)]
    loader = ChoiceLoader(
        [
            PrefixLoader({"templates": FileSystemLoader([str(ORIGINALS)])}, "/"),
            FileSystemLoader(paths),
        ]
    )
    known: dict[str, Any] = {
        "base_url": "/hub/",
        "prefix": "/",
        "user": USER,
        "login_url": "/hub/login",
        "logout_url": "/hub/logout",
        "static_url": lambda path, **_: f"/hub/static/{path}",
        "parsed_scopes": {},
        "xsrf": "x",
        "officina_name": "Demo AI Factory",
        **{name: variable(USER) for name, variable in template_variables().items()},
    }
    environment = Environment(loader=loader, autoescape=True)
    return environment.get_template(name).render(known | PAGES[name] | other)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PageHouse]:
    house = PageHouse(tmp_path_factory.mktemp("house"))
    add_hub_files(house)
    yield house
    await house.close()


@pytest.mark.parametrize("name", sorted(PAGES))
async def test_axe_finds_nothing_on_the_hubs_pages(
    house: PageHouse, browser: Browser, name: str
) -> None:
    context = await browser.new_context(reduced_motion="reduce")
    page = await context.new_page()
    address = house.url + "hub-page"
    await page.route(
        address, lambda route: route.fulfill(body=render(name), content_type="text/html")
    )
    await page.goto(address)
    assert "Demo AI Factory" in await page.title()
    assert await faults(page) == []
    await context.close()


@pytest.mark.parametrize("name", ["404.html", "error.html", "home.html", "login.html"])
async def test_nothing_is_cut_on_a_phone_where_names_are_long(
    house: PageHouse, browser: Browser, name: str
) -> None:
    long = "maximiliana.von-und-zu-hohenlohe-langenburg@a-very-small-company.example"
    user = SimpleNamespace(**{**vars(USER), "name": long})
    told: dict[str, Any] = {"officina_name": "The AI Factory " + "of-all-the-north" * 4}
    told |= {"login_error": long, "message": long} | (
        {} if name == "login.html" else {"user": user}
    )
    page = await browser.new_page(viewport={"width": 320, "height": 800})
    address = house.url + "hub-page"
    body = render(name, **told)
    await page.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))
    await page.goto(address)
    await page.evaluate("document.querySelector('#thenavbar')?.classList.add('show')")
    assert await layout_faults(page) == []
    await page.close()


async def test_the_ids_that_the_hubs_scripts_use_are_still_there() -> None:
    page = render("spawn_pending.html")
    for name in IDS:
        assert f'id="{name}"' in page
    assert 'id="dark-theme-toggle"' in page


async def test_every_page_leads_back_to_the_portal() -> None:
    for name in PAGES:
        assert 'href="/services/officina/"' in render(name)


async def test_the_demo_hint_is_only_there_in_a_demo() -> None:
    assert "demonstration" in render("login.html")
    assert "demonstration" not in render("404.html")


GET = RequestStartLine("GET", "/", "HTTP/1.1")


class Handler:
    """As much of JupyterHub's as leads to the request."""

    def __init__(self, language: str = "", cookie: str = "") -> None:
        headers = {
            "Host": "hub",
            "Accept-Language": language,
            **({"Cookie": cookie} if cookie else {}),
        }
        self.request = HTTPServerRequest(headers=HTTPHeaders(headers), start_line=GET)

    def static_url(self, path: str, **_: Any) -> str:
        return f"/hub/static/{path}"


@pytest.mark.parametrize(
    ("handler", "language", "heading"),
    [
        (Handler("de"), "de", "Ihr Server ist nicht gestartet"),
        (Handler("de", "officina-language=fi"), "fi", "Palvelimesi ei käynnistynyt"),
        (Handler("tlh"), "en", "Your server did not start"),
    ],
)
@pytest.mark.parametrize("name", ["error.html", "not_running.html"])
async def test_a_refused_start_is_told_in_the_readers_language(
    name: str, handler: Handler, language: str, heading: str
) -> None:
    refusal = SessionError(INSIDE).refusal("ab12")
    page = BeautifulSoup(
        render(name, static_url=handler.static_url, exception=refusal, message=refusal.message),
        "html.parser",
    )
    assert page.h1.get_text(strip=True) == heading
    assert page.h1["lang"] == language
    text = page.select_one("#content").get_text()
    assert "ab12" in text
    assert ("for a reason inside the hub" in text) is (language == "en")


@pytest.mark.parametrize("name", ["spawn_pending.html", "stop_pending.html"])
async def test_the_pages_of_a_start_and_a_stop_are_translated(name: str) -> None:
    assert "Your server" not in render(name, static_url=Handler("de").static_url)
