"""A widget's way to a kernel that goes away and comes back, in a browser without JupyterLab."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from officina_widgets.finding import view_code

pytestmark = pytest.mark.e2e
WAY = "data:text/javascript," + quote((view_code.STATIC / "way.js").read_text(encoding="utf-8"))
KERNEL = """
async way => {
  const { Way } = await import(way);
  const heard = window.heard = [];
  const kernel = window.kernel = { state: 'answers', asked: [], listeners: new Set() };
  kernel.answer = question => {
    for (const listener of kernel.listeners) {
      listener({ type: 'answer', view: question.view, number: question.number, of: question.ask });
    }
  };
  const model = {
    on: (_, listener) => kernel.listeners.add(listener),
    off: (_, listener) => kernel.listeners.delete(listener),
    send(question) {
      if (kernel.state === 'restarted') throw new Error('what led to it is closed');
      kernel.asked.push(question);
      if (kernel.state === 'answers') queueMicrotask(() => kernel.answer(question));
    },
  };
  window.way = new Way(model, message => heard.push(message.of ?? message.type));
}
"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page with nothing but the way, and a clock that the test turns."""
    context = chromium.new_context()
    page = context.new_page()
    page.clock.install()
    page.evaluate(KERNEL, WAY)
    yield page
    context.close()


def ask(page: Page, question: str) -> list[str]:
    """Ask, and what was heard until then."""
    heard: list[str] = page.evaluate(
        "async q => { way.ask(q); await null; return heard; }", question
    )
    return heard


def test_a_kernel_that_falls_silent_is_told_and_asked_again_when_it_is_back(page: Page):
    assert ask(page, "rain") == ["rain"]
    page.evaluate("kernel.state = 'silent'")
    assert ask(page, "wind") == ["rain"]
    page.clock.run_for(5_001)
    assert page.evaluate("heard") == ["rain", "silent"]

    page.evaluate("kernel.state = 'answers'")
    assert ask(page, "snow") == ["rain", "silent", "snow"]
    page.evaluate("kernel.answer(kernel.asked[1])")  # what it was asked before comes too late
    assert page.evaluate("heard") == ["rain", "silent", "snow"]


def test_what_was_typed_while_it_was_silent_is_asked_once_and_last(page: Page):
    page.evaluate("kernel.state = 'silent'")
    for question in ("w", "wi", "wind"):
        ask(page, question)
    page.evaluate("kernel.state = 'answers'")
    page.clock.run_for(5_001)
    assert page.evaluate("heard") == ["wind"]
    assert page.evaluate("kernel.asked.map(one => one.ask)") == ["w", "wind"]


def test_a_kernel_that_was_restarted_is_told_at_once(page: Page):
    page.evaluate("kernel.state = 'restarted'")
    assert ask(page, "rain") == ["silent"]
    page.evaluate("kernel.state = 'answers'")
    assert ask(page, "rain") == ["silent", "rain"]


AGAIN = "data:text/javascript," + quote((view_code.STATIC / "again.js").read_text(encoding="utf-8"))


def test_a_catalogue_that_is_away_is_asked_ever_more_seldom_and_at_once_when_back(page: Page):
    page.evaluate(
        """async module => {
          const { Again } = await import(module);
          window.asked = 0;
          window.again = new Again(() => { asked += 1; again.later(); });
          window.again.later();
        }""",
        AGAIN,
    )
    counts = []
    for seconds in (1, 2, 4, 8, 16, 32, 60, 60):
        page.clock.run_for(1000 * seconds)
        counts.append(page.evaluate("asked"))
    assert counts == [0, 1, 2, 3, 4, 5, 6, 7]

    page.evaluate("dispatchEvent(new Event('online'))")
    assert page.evaluate("asked") == 8
    page.evaluate("again.rest(); dispatchEvent(new Event('online'))")  # it was found: peace
    page.clock.run_for(120_000)
    assert page.evaluate("asked") == 8
    page.evaluate("again.later(); again.close()")  # the widget is gone
    page.clock.run_for(120_000)
    assert page.evaluate("asked") == 8
