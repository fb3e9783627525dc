"""``/officina/open/<course>/<exercise>`` in a real Jupyter server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

COURSE = "first-steps"


async def test_start_brings_the_material_and_lands_on_the_first_notebook(
    ada: Path, portal: Any, serve: Any
) -> None:
    portal.release("hello", {"b.ipynb": "{}", "a b.ipynb": "{}", "data/c.ipynb": "{}"})
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}/hello")
    assert answer.code == 302
    assert (
        answer.headers["Location"]
        == "/user/ada/lab/workspaces/first-steps/tree/first-steps/hello/a%20b.ipynb"
    )
    assert (ada / COURSE / "hello/data/c.ipynb").is_file()


async def test_course_alone_opens_its_first_exercise(ada: Path, portal: Any, serve: Any) -> None:
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}")
    assert answer.headers["Location"].endswith("/first-steps/hello/hello.ipynb")


async def test_conflict_is_told_before_the_exercise_opens(
    ada: Path, portal: Any, serve: Any
) -> None:
    server = await serve("learner")
    await server.ask(f"officina/open/{COURSE}/hello")
    (ada / COURSE / "hello/hello.ipynb").write_text("mine <b>")
    portal.release("hello", {"hello.ipynb": "new"}, version="2.0.0")
    page = (await server.ask(f"officina/open/{COURSE}/hello")).body.decode()
    assert "hello.new-2.0.0.ipynb" in page
    assert 'href="/user/ada/lab/workspaces/first-steps/tree/first-steps/hello/hello.ipynb"' in page
    assert (await server.ask(f"officina/open/{COURSE}/hello")).code == 302


async def test_refusal_of_the_portal_is_a_page_with_its_reference(
    ada: Path, portal: Any, serve: Any
) -> None:
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}/nope")
    page = answer.body.decode()
    assert answer.code == 404
    assert "There is no exercise nope in first-steps." in page
    assert "<code>c0ffee</code>" in page
    assert '<html lang="en">' in page


async def test_unreachable_portal_is_a_page_that_says_what_to_do(
    ada: Path, serve: Any, monkeypatch: Any
) -> None:
    monkeypatch.setenv("OFFICINA_PORTAL_URL", "http://127.0.0.1:9/services/officina")
    monkeypatch.setattr("officina_widgets.transport.Retry.sleep", lambda *_: None)
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}/hello")
    assert answer.code == 502
    assert "Wait a minute and try again" in answer.body.decode()


async def test_unexpected_error_shows_no_traceback(
    ada: Path, serve: Any, monkeypatch: Any, caplog: Any
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("officina_widgets.server.opening.fetch_material", broken)
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}/hello")
    page = answer.body.decode()
    assert answer.code == 500
    assert "Traceback" not in page
    reference = page.partition("<code>")[2].partition("</code>")[0]
    assert f"[{reference}]" in caplog.text


async def test_names_that_lead_elsewhere_are_refused_before_anybody_is_asked(
    ada: Path, portal: Any, serve: Any
) -> None:
    server = await serve("learner")
    answer = await server.ask(f"officina/open/{COURSE}/..%2F..%2Fetc")
    assert answer.code == 404
    assert portal.calls == []


async def test_stranger_is_sent_to_the_login(ada: Path, portal: Any, serve: Any) -> None:
    server = await serve("learner")
    answer = await server.ask(
        f"officina/open/{COURSE}/hello", headers={"Authorization": "token wrong"}
    )
    assert answer.code in {302, 403}
    assert portal.calls == []
    assert "login" in answer.headers.get("Location", "login")
