"""A person at a browser: the steps of the journeys, in the words of the pages."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Error, Locator, Page, expect

LAB_MILLISECONDS = 90_000
VISIBLE_NOTEBOOK = ".jp-NotebookPanel:visible"


def screenshot(page: Page, name: str, *, of: Locator | None = None) -> None:
    """Keep a picture of this step where docs/images is to be renewed (OFFICINA_SCREENSHOTS)."""
    folder = os.environ.get("OFFICINA_SCREENSHOTS")
    if folder:
        (page if of is None else of).screenshot(path=Path(folder, f"{name}.png"))


def log_in(page: Page, address: str, name: str, password: str) -> None:
    """From the printed address to the portal's home."""
    page.goto(address)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    screenshot(page, "login")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/services/officina/**")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def wait_for_lab(page: Page) -> None:
    """JupyterLab has opened a notebook and its kernel is idle."""
    page.wait_for_url("**/lab/**", timeout=LAB_MILLISECONDS)
    page.locator(f"{VISIBLE_NOTEBOOK} .jp-Cell").first.wait_for(timeout=LAB_MILLISECONDS)
    idle = page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]:visible").first
    expect(idle).to_be_visible(timeout=LAB_MILLISECONDS)


def wait_for_kernel(page: Page) -> None:
    """Before that, JupyterLab would take the order to run a cell and do nothing."""
    ready = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(ready).to_be_visible(timeout=LAB_MILLISECONDS)


def type_answer(page: Page, source: str) -> None:
    """Replace the first unanswered cell by typing."""
    cell = page.locator(f"{VISIBLE_NOTEBOOK} .jp-CodeCell", has_text="YOUR CODE HERE").first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(source)


def type_text(page: Page, placeholder: str, text: str) -> None:
    """Replace a text cell, chosen with the mouse and opened with Enter."""
    cell = page.locator(f"{VISIBLE_NOTEBOOK} .jp-MarkdownCell", has_text=placeholder).last
    cell.scroll_into_view_if_needed()
    cell.locator(".jp-RenderedMarkdown").click()
    page.keyboard.press("Enter")
    # Only an open editor takes letters as text; otherwise each is a keyboard shortcut.
    expect(
        page.locator(f"{VISIBLE_NOTEBOOK} .jp-MarkdownCell .cm-editor.cm-focused")
    ).to_be_visible()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)
    expect(page.locator(f"{VISIBLE_NOTEBOOK} .jp-MarkdownCell", has_text=text)).to_be_visible()


def save(page: Page) -> None:
    """Save, and again where JupyterLab marks the notebook as changed right after."""
    changed = page.locator("#jp-main-dock-panel .lm-mod-current.jp-mod-dirty")
    for _ in range(6):
        page.keyboard.press("Control+s")
        try:
            changed.wait_for(state="detached", timeout=10_000)
        except Error:
            continue
        return
    raise AssertionError("the notebook could not be saved")


def open_assignment_list(page: Page) -> None:
    """nbgrader's own panel, from its own menu."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator("#fetched_assignments_list").wait_for()


def choose_course(page: Page, course: str) -> None:
    """In nbgrader's own list of courses, which begins with whichever comes first."""
    chosen = page.locator("#course_list_default")
    expect(page.locator("#course_list_dropdown")).to_be_enabled(timeout=30_000)
    if chosen.inner_text() != course:
        page.locator("#course_list_dropdown").click()
        page.locator("#course_list").get_by_text(course, exact=True).click()
        expect(chosen).to_have_text(course)


def submit(page: Page, exercise: str) -> None:
    """Press nbgrader's own Submit button and see the submission listed."""
    row = page.locator("#fetched_assignments_list .list_item", has_text=exercise).first
    row.get_by_role("button", name="Submit").click()
    page.locator("#submitted_assignments_list", has_text=exercise).wait_for(timeout=30_000)


def open_formgrader(page: Page) -> Page:
    """From the trainer's page into nbgrader's formgrader, which opens beside it."""
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Open formgrader").click()
    formgrader = opened.value
    formgrader.wait_for_url("**/formgrader/manage_assignments", timeout=LAB_MILLISECONDS)
    return formgrader


def mark_in_formgrader(page: Page, exercise: str, *, points: str, comment: str) -> None:
    """Mark the task of the first submission as they are numbered there, by nbgrader's own pages."""
    page.get_by_role("link", name="Manual Grading").click()
    page.get_by_role("link", name=exercise, exact=True).click()
    page.get_by_role("link", name=exercise, exact=True).last.click()
    page.get_by_role("link", name="Submission #1").click()
    task = page.locator(".panel, .nbgrader_cell", has_text="Student's task").last
    task.scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")  # a field listens once its mark has come
    with page.expect_response("**/formgrader/api/grade/**") as marked:
        task.locator("input.score").fill(points)
        page.keyboard.press("Tab")
    assert marked.value.ok
    with page.expect_response("**/formgrader/api/comment/**") as commented:
        task.locator("textarea.comment").fill(comment)
        page.keyboard.press("Tab")
    assert commented.value.ok


def publish_feedback(page: Page, exercise: str) -> None:
    """Press the button beside the exercise."""
    page.get_by_role("button", name=f"Publish feedback : {exercise}").click()
    page.get_by_role("status").first.wait_for()
