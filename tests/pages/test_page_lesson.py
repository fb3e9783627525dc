"""A notebook as a page: what it shows, to whom, and that nothing in it can do anything."""

from __future__ import annotations

import re
import time

import pytest
from lesson_samples import DOT, LEAF, READ, SECRET, code, notebook, publish_lessons, text
from page_browser import faults, page_of
from page_house import PageHouse, soup, text_of
from playwright.async_api import Browser

from officina_courses.marks import ExerciseBuilt
from officina_hub.portal.lessons import Places, read_lesson
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.exercise_files import release_exercise, unrelease_exercise
from officina_widgets.wire import FileEntry

PLACES = Places("/c", "leaf", "leaf", (("images/dot.png", "a" * 64),), frozenset())


@pytest.fixture
async def tea(empty_house: PageHouse) -> PageHouse:
    publish_lessons(empty_house.portal)
    await empty_house.enrol("ada")
    return empty_house


def shown(*sources: str) -> str:
    """The HTML of a lesson of these text cells."""
    content = notebook(*map(text, sources))
    return "".join(part.body for part in read_lesson(content, str(hash(content)), PLACES).parts)


async def test_a_lesson_has_what_the_notebook_has(tea: PageHouse) -> None:
    answer = await tea.open(READ, "ada")
    page = soup(answer)
    assert page.h1.get_text() == "The leaf"
    assert [(one.name, one.get_text()) for one in page.select("article :is(h2, h3, h4)")] == [
        ("h2", "Rates"),
        ("h2", "Task 1: count (2 points)"),
        ("h2", "Where next"),
    ]
    assert page.select_one("article math mfrac")
    assert page.select_one("article details summary").get_text() == "Hint 1"
    assert page.select_one("article details").get("open") is None
    assert page.select_one("article .tok-k").get_text() == "def"
    said = text_of(answer)
    for told in ("Tests : 2 points, checked when you hand in", "3 points", "A trainer reads"):
        assert told.replace(" :", ":") in said.replace(" :", ":"), told


async def test_the_contents_lead_to_headings_that_are_there(tea: PageHouse) -> None:
    page = soup(await tea.open(READ, "ada"))
    links = [link["href"] for link in page.select(".lesson-contents a")]
    assert links == ["#s-rates", "#s-task-1-count-2-points", "#s-where-next"]
    assert all(page.select_one(f'[id="{link[1:]}"]') for link in links)
    assert page.select_one("article a[href='#s-rates']").get_text() == "rates"


async def test_one_goes_on_back_and_to_jupyterlab(tea: PageHouse) -> None:
    page = soup(await tea.open(READ, "ada"))
    following = page.select_one("a[rel=next]")["href"]
    assert page.select_one("article a[href$='exercises/cup/read/cup']")["href"] == following
    assert not page.select("a[rel=prev]")
    form = page.select_one("form[action$='courses/tea/start']")
    assert form.select_one("[name=exercise]")["value"] == "leaf"
    assert page.select_one(".actions a[href$='courses/tea']")
    course = soup(await tea.open("courses/tea", "ada"))
    assert course.select_one(f".step a[href$='{READ}']")
    assert soup(await tea.open("courses/tea/mine", "ada")).select_one(f"a[href$='{READ}']")


async def test_one_reads_in_another_language_and_goes_on_in_it(tea: PageHouse) -> None:
    own = soup(await tea.open(READ, "ada"))
    assert own.h1["lang"] == "en"
    links = own.select(".languages a")
    assert [(link["hreflang"], link.get("aria-current")) for link in links] == [
        ("en", "page"),
        ("de", None),
    ]
    page = soup(await tea.open(f"{READ}?language=de", "ada"))
    assert (page.h1.get_text(), page.h1["lang"]) == ("Das Blatt", "de")
    assert page.select_one("article")["lang"] == "de"
    assert page.select_one("a[rel=next]")["href"].endswith("?language=de")
    assert page.select_one(".actions a[href$='courses/tea?language=de']")
    cup = soup(await tea.open("courses/tea/exercises/cup/read/cup?language=de", "ada"))
    assert cup.h1.get_text() == "The cup"
    assert cup.h1["lang"] == "en"
    assert not cup.select(".languages")


async def test_a_course_s_page_is_told_in_another_language_and_leads_on_in_it(
    tea: PageHouse,
) -> None:
    own = soup(await tea.open("courses/tea", "ada"))
    assert [link["hreflang"] for link in own.select("nav [hreflang]")] == ["en", "de"]
    page = soup(await tea.open("courses/tea?language=de", "ada"))
    assert (page.h1.get_text(), page.h1["lang"]) == ("Der Tee", "de")
    assert page.select_one("nav [aria-current][hreflang]")["hreflang"] == "de"
    assert page.select_one(".step h3").get_text() == "Das Blatt"
    assert page.select_one(f".step a[href$='{READ}?language=de']")
    assert soup(await tea.open("courses/tea?language=xx", "ada")).h1["lang"] == "en"


async def test_a_notebook_that_was_released_anew_is_not_shown_in_its_old_translation(
    tea: PageHouse,
) -> None:
    content = notebook(text("# The new leaf"))
    blob = tea.portal.blobs.put_bytes(content)
    files = (FileEntry(path="leaf.ipynb", sha256=blob.sha256, size=blob.size),)
    built = ExerciseBuilt(id="leaf", max_score=10, has_manual=False, notebooks=("leaf",))
    act = Act(user="tina", at=tea.portal.clock())
    with tea.portal.database.writing() as session:
        release_exercise(session, "tea", built, files, act, force=True)
    page = soup(await tea.open(f"{READ}?language=de", "ada"))
    assert (page.h1.get_text(), page.h1["lang"]) == ("The new leaf", "en")
    assert not page.select(".languages")


async def test_the_files_of_an_exercise_come_in_another_language_too(tea: PageHouse) -> None:
    own = await tea.ask("GET", "courses/tea/exercises/leaf/files", "ada")
    german = await tea.ask("GET", "courses/tea/exercises/leaf/files?language=de", "ada")
    others = [one for one in own.json["files"] if one["path"] != "leaf.ipynb"]
    assert [one for one in german.json["files"] if one["path"] != "leaf.ipynb"] == others
    tar = await tea.ask("GET", "courses/tea/exercises/leaf/files.tar?language=de", "ada")
    assert b"Das *Blatt*" in tar.content
    again = await tea.ask("GET", "courses/tea/exercises/leaf/files?language=xx", "ada")
    assert again.json == own.json


@pytest.mark.parametrize("language", ["xx", "%00", "de%25", "a" * 2000])
async def test_a_language_that_is_not_there_gives_the_course_s_own(
    tea: PageHouse, language: str
) -> None:
    assert soup(await tea.open(f"{READ}?language={language}", "ada")).h1["lang"] == "en"


async def test_one_can_read_while_the_server_starts(tea: PageHouse) -> None:
    answer = await tea.open("courses/tea/start", "ada", form={"exercise": "leaf"})
    page = soup(await tea.open(tea.location(answer), "ada"))
    assert page.select(f"main a[href$='{READ}']")
    tea.servers.may_finish.set()


async def test_what_was_handed_in_is_marked(tea: PageHouse) -> None:
    assert "Handed in" not in text_of(await tea.open(READ, "ada"))
    await tea.hand_in("ada")
    page = soup(await tea.open(READ, "ada"))
    first, second = page.select(".lesson-entries li")
    assert "Handed in" in first.get_text()
    assert "Handed in" not in second.get_text()
    assert "Handed in" not in text_of(await tea.open(READ, "bob"))


async def test_only_what_learners_get_is_shown(tea: PageHouse) -> None:
    assert SECRET not in (await tea.open(READ, "ada")).content.decode()
    for path in ("leaf/read/source", "leaf/read/tea", "cup/read/leaf", "source/read/leaf"):
        assert (await tea.open(f"courses/tea/exercises/{path}", "ada")).status == 404, path
    with tea.portal.database.writing() as session:
        unrelease_exercise(session, "tea", "leaf", Act(user="tina", at=tea.clock()))
    assert (await tea.open(READ, "ada")).status == 404
    assert (await tea.open(READ, "tina")).status == 404


async def test_who_may_not_see_the_course_may_not_read_it(tea: PageHouse) -> None:
    picture = soup(await tea.open(READ, "bob")).select_one("article img")["src"]
    picture = tea.location_of(picture)
    for path in (READ, picture):
        assert (await tea.open(path)).status == 302
        assert (await tea.open(path, "mute")).status == 403
        assert (await tea.open(path, "bob")).status == 200


async def test_a_picture_comes_from_the_exercise_and_stays(tea: PageHouse) -> None:
    image = soup(await tea.open(READ, "ada")).select_one("article img")
    assert image["alt"] == "A green dot"
    answer = await tea.open(tea.location_of(image["src"]), "ada")
    assert (answer.status, answer.content) == (200, DOT)
    assert answer.headers["Content-Type"] == "image/png"
    assert "immutable" in answer.headers["Cache-Control"]
    drawing = soup(await tea.open("courses/tea/exercises/cup/read/cup", "ada")).img["src"]
    answer = await tea.open(tea.location_of(drawing), "ada")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_files_that_are_no_pictures_are_not_given(tea: PageHouse) -> None:
    picture = soup(await tea.open(READ, "ada")).select_one("article img")["src"]
    path = tea.location_of(picture)
    others = (path.replace(".png", ".html"), path.replace(".png", ".svg"))
    elsewhere = path.replace("exercises/leaf", "exercises/cup")
    for wrong in (*others, elsewhere, path.replace("pictures/", "pictures/0")):
        assert (await tea.open(wrong, "ada")).status == 404, wrong


async def test_who_looks_again_gets_an_empty_answer(
    tea: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await tea.open(READ, "ada")
    assert first.headers["Cache-Control"] == "private, no-cache"
    # Forms bear the token of the cookie, and a new token has the second in which it was made.
    kept = first.headers["Set-Cookie"].partition(";")[0]
    assert kept.startswith("_xsrf=")
    told = {"If-None-Match": first.headers["Etag"], "Cookie": kept}
    a_day_later = time.time() + 86_400
    monkeypatch.setattr("tornado.web.time.time", lambda: a_day_later)
    again = await tea.open(READ, "ada", headers=told)
    assert (again.status, again.content) == (304, b"")
    assert (await tea.open(READ, "bob", headers=told)).status == 200
    await tea.hand_in("ada")
    assert (await tea.open(READ, "ada", headers=told)).status == 200


def test_a_release_is_read_once() -> None:
    first = read_lesson(LEAF, "leaf-hash", PLACES)
    assert read_lesson(LEAF, "leaf-hash", PLACES) is first


def test_no_level_of_headings_is_left_out() -> None:
    page = shown("# T", "#### deep", "# up", "### in", "<h1>raw</h1>\n\n###### deepest")
    assert re.findall(r"<h(\d) [^>]*>(\w+)</h\1>", page) == [
        ("2", "deep"), ("2", "up"), ("3", "in"), ("2", "raw"), ("3", "deepest"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
        "<iframe src='https://example.org'></iframe>",
        "<form action='https://example.org'><input name=x><button>Log in</button></form>",
        "<svg onload=alert(1)><style>*{display:none}</style></svg>",
        "<style>body{display:none}</style>",
        '<h2 id="content" onclick="alert(1)">x</h2>',
        '<div class="alert btn" style="position:fixed">x</div>',
        '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
        "$\\href{javascript:alert(1)}{x}$ $\\text{<script>alert(1)</script>}$",
        '![<h2>](images/dot.png "<h2 onclick=alert(1)>")',
        "![far](https://example.org/pixel.png)",
        "\ue0000\ue001 $x$",
    ],
)  # fmt: skip
def test_nothing_in_a_lesson_can_do_anything(hostile: str) -> None:
    from bs4 import BeautifulSoup

    page = BeautifulSoup(shown("# T", hostile), "html.parser")
    for element in page.find_all(True):
        assert element.name not in {"script", "style", "iframe", "form", "input", "button", "svg"}
        assert not {name for name in element.attrs if name.startswith("on") or name == "style"}
        assert not element.get("href", "").lower().startswith(("javascript:", "data:"))
        assert element.get("src", "/c/").startswith("/c/")
        assert not {"alert", "btn"} & set(element.get("class", ()))
        assert element.get("id", "s-").startswith("s-")


def test_a_formula_that_cannot_be_set_is_shown_as_typed() -> None:
    assert "<code>\\frac{</code>" in shown("# T", "A $\\frac{$ b")


def test_money_is_no_formula() -> None:
    assert "<math" not in shown("# T", "It costs $5 here and $6 there.")


async def test_a_notebook_that_cannot_be_read_is_told(tea: PageHouse) -> None:
    from officina_hub.portal.lessons import Unreadable

    with pytest.raises(Unreadable, match="cannot be read"):
        read_lesson(b"{", "broken", PLACES)


def test_a_magic_or_another_language_is_code_all_the_same() -> None:
    content = notebook(code("%%bash\nls <b>"))
    body = read_lesson(content, "magic", PLACES).parts[0].body
    assert "<b>" not in body
    assert "bash" in body


@pytest.mark.asyncio(loop_scope="module")
async def test_axe_finds_nothing_on_a_lesson(shown_house: PageHouse, browser: Browser) -> None:
    publish_lessons(shown_house.portal)
    await shown_house.enrol("ada")
    async with page_of(browser, shown_house, "ada") as page:
        await page.goto(shown_house.url + READ)
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await faults(page) == []
        await page.goto(shown_house.url + "courses/tea?language=de")
        assert await page.query_selector("#notebook-language")
        assert await faults(page) == []
        await page.goto(shown_house.url + READ)
        again = await page.reload()
        assert again is not None
        assert again.request.headers.get("if-none-match") or again.status in {200, 304}


def test_a_title_is_without_the_signs_that_close_it() -> None:
    titles = {
        "# A leaf": "A leaf",
        "\n # A *leaf* ##": "A leaf",
        "# C#": "C#",
        "## A": "leaf",
        "# #": "leaf",
    }
    for source, title in titles.items():
        content = notebook(text(source))
        assert read_lesson(content, str(hash(content)), PLACES).title == title


def test_headings_of_one_name_each_have_an_anchor() -> None:
    content = notebook(text("# Leaf\n## a\n## a-2\n## a\n## a\n## a-2"))
    lesson = read_lesson(content, str(hash(content)), PLACES)
    anchors = [heading.anchor for heading in lesson.contents]
    assert anchors == ["s-a", "s-a-2", "s-a-3", "s-a-4", "s-a-2-2"]
