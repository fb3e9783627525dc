"""A learner takes a course from its page to the last feedback, in JupyterLab."""

from __future__ import annotations

import json
import re
from pathlib import Path

import walk
from course_answers import Written
from playwright.sync_api import Locator, Page, expect
from product import Product

RUN_MILLISECONDS = 240_000
MARKED_MILLISECONDS = 180_000
PREPARED_SECONDS = 120
HAS_RUN = re.compile(r"\[\d+\]:")
EMPTY = "YOUR CODE HERE"


def enrol(page: Page, product: Product, course: str) -> None:
    """From the course's page into the first notebook."""
    page.goto(f"{product.address}/services/officina/courses/{course}")
    start = page.get_by_role("button", name="Start").first
    for _ in range(PREPARED_SECONDS):
        # A shipped course stands there before its exercises are ready.
        if start.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    walk.screenshot(page, f"course-{course}-1-page")
    start.click()
    walk.wait_for_lab(page)


def open_exercise(page: Page, product: Product, course: str, at: int) -> None:
    """Through the list of the learner's own work, where a new one stands to be started."""
    page.goto(f"{product.address}/services/officina/courses/{course}/mine")
    step = page.locator("li.step").nth(at)
    step.get_by_role("button", name=re.compile("^(Start|Open)")).click()
    walk.wait_for_lab(page)


def fill_in(page: Page, course: str, written: Written, *, stumble: bool) -> bool:
    """Write every answer; with ``stumble`` wrong at first, until a check has seen one to be wrong.

    Gives whether one is still to be seen: some wrong answers are found by hidden tests alone.
    """
    for answer in written.answers:
        if stumble and answer.wrong is not None:
            line = max(map(str.strip, answer.wrong.split("\n")), key=len)
            _write(page, EMPTY, answer.wrong)
            stumble = not _is_seen_to_be_wrong(page, course, answer.tests, line)
            _write(page, line, answer.right)
        else:
            _write(page, EMPTY, answer.right)
    return stumble


def run_all(page: Page) -> None:
    """Run the notebook to its end."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    last = _scrolled_to_the_end(page).locator(".jp-CodeCell").last
    expect(last.locator(".jp-InputPrompt")).to_have_text(HAS_RUN, timeout=RUN_MILLISECONDS)


def look_at_the_last_plot(page: Page, name: str) -> None:
    """Where the notebook drew one, keep a picture of it with what stands around it."""
    plot = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-RenderedImage img").last
    outer = _scrolled_to_the_end(page)
    while not plot.count():
        # The cells near the end are drawn at the next frame; above the first one there is nothing.
        if outer.evaluate("element => element.scrollTop") == 0:
            return
        outer.evaluate("element => element.scrollBy(0, -element.clientHeight / 2)")
        _next_frame(page)
    _bring_to_the_middle(page, plot)
    expect(plot).to_be_in_viewport(ratio=0.99)
    walk.screenshot(page, name, of=page.locator(walk.VISIBLE_NOTEBOOK))


def errors_in(saved: Path) -> list[str]:
    """What cells of the saved notebook ended with, and cells that did not run."""
    said = []
    for cell in json.loads(saved.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        said += [
            f"{cell['id']}: {output['ename']}: {output['evalue']}"
            for output in cell["outputs"]
            if output["output_type"] == "error"
        ]
        if cell["source"] and cell["execution_count"] is None:
            said.append(f"{cell['id']}: did not run")
    return said


def check(page: Page) -> Locator:
    """Press the button and wait for what it says."""
    page.get_by_role("button", name="Check", exact=True).click()
    answer = page.get_by_role("region", name="Check", exact=True)
    expect(answer.get_by_role("status")).to_contain_text(
        "Nothing was handed in.", timeout=MARKED_MILLISECONDS
    )
    return answer


def read_feedback(page: Page, product: Product, course: str, at: int, name: str) -> str:
    """Wait on the page of the own work until marks and feedback stand there; gives the marks."""
    page.goto(f"{product.address}/services/officina/courses/{course}/mine")
    step = page.locator("li.step").nth(at)
    feedback = step.get_by_role("link", name=re.compile("^Read the feedback"))
    expect(feedback).to_be_visible(timeout=MARKED_MILLISECONDS)
    marks = step.get_by_text(re.compile(r"[\d.]+ of [\d.]+ points?")).first.inner_text()
    walk.screenshot(page, f"course-{course}-{name}-mine")
    feedback.click()
    expect(page.locator("iframe")).to_be_visible()
    page.frame_locator("iframe").locator("h1").first.wait_for()
    walk.screenshot(page, f"course-{course}-{name}-feedback")
    return marks


def _is_seen_to_be_wrong(page: Page, course: str, tests: tuple[str, ...], line: str) -> bool:
    """Check; where a test of this answer is not passed, read what is said, and open its hint."""
    walk.screenshot(page, f"course-{course}-2-wrong")
    said = check(page)
    not_passed = said.locator('[data-verdict="failed"]')
    own = [not_passed.filter(has=page.get_by_text(test, exact=True)) for test in tests]
    failed = any(item.count() for item in own)
    if failed:
        walk.screenshot(page, f"course-{course}-3-checked")
    said.get_by_role("button", name="Close").click()
    if failed:
        task = _cell_that(page, line).locator("xpath=preceding-sibling::*[.//details][1]")
        hint = task.locator("details summary").first
        hint.scroll_into_view_if_needed()
        hint.click()
        expect(hint.locator("xpath=..")).to_have_attribute("open", "")
        walk.screenshot(page, f"course-{course}-4-hint")
    return failed


def _write(page: Page, holds: str, source: str) -> None:
    cell = _cell_that(page, holds)
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    editor = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-CodeCell .cm-editor.cm-focused")
    expect(editor).to_contain_text(holds)
    page.keyboard.press("Control+a")
    # At once, as by pasting: letter by letter the editor would add brackets and blanks of its own.
    page.keyboard.insert_text(source)
    expect(editor).not_to_contain_text(EMPTY)


def _cell_that(page: Page, holds: str) -> Locator:
    """JupyterLab draws only the cells near those that are seen."""
    cell = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-CodeCell", has_text=holds).first
    outer = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-WindowedPanel-outer")
    for _ in range(80):
        if cell.count():
            return cell
        outer.evaluate("element => element.scrollBy(0, element.clientHeight / 2)")
        _next_frame(page)
    raise AssertionError(f"no cell with {holds!r}")


def _bring_to_the_middle(page: Page, plot: Locator) -> None:
    """Cells get their heights when they are drawn, which moves a plot that was in the middle."""
    stood = None
    for _ in range(60):
        plot.evaluate("element => element.scrollIntoView({block: 'center'})")
        _next_frame(page)
        stands = plot.bounding_box()
        if stands is not None and stands == stood:
            return
        stood = stands
    raise AssertionError("the plot does not come to rest")


def _next_frame(page: Page) -> None:
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def _scrolled_to_the_end(page: Page) -> Locator:
    outer = page.locator(f"{walk.VISIBLE_NOTEBOOK} .jp-WindowedPanel-outer")
    outer.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    return outer
