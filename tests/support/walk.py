"""A person at a browser: the steps of the journeys, in the words of the pages."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

LAB_SECONDS = 90_000


def screenshot(page: Page, name: str) -> None:
    """Keep a picture of this step where docs/images is to be renewed (OFFICINA_SCREENSHOTS)."""
    folder = os.environ.get("OFFICINA_SCREENSHOTS")
    if folder:
        page.screenshot(path=Path(folder, f"{name}.png"))


def log_in(page: Page, address: str, name: str, password: str) -> None:
    """From the printed address to the portal's home."""
    page.goto(address)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    screenshot(page, "login")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/services/officina/**")


def wait_for_lab(page: Page) -> None:
    """JupyterLab has opened a notebook and its kernel is idle."""
    page.wait_for_url("**/lab/**", timeout=LAB_SECONDS)
    page.locator(".jp-Notebook").first.wait_for(timeout=LAB_SECONDS)
    expect(page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").first).to_be_visible(
        timeout=LAB_SECONDS
    )


def type_answer(page: Page, source: str) -> None:
    """Replace the first unanswered cell by typing."""
    cell = page.locator(".jp-CodeCell", has_text="YOUR CODE HERE").first
    cell.scroll_into_view_if_needed()
    cell.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type(source)


def type_text(page: Page, placeholder: str, text: str) -> None:
    """Replace a text cell, opened by a double click as its own words ask."""
    rendered = page.locator(".jp-MarkdownCell", has_text=placeholder).last
    rendered.scroll_into_view_if_needed()
    rendered.dblclick()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def save(page: Page) -> None:
    """Save and see the tab's mark for unsaved changes go."""
    page.keyboard.press("Control+s")
    page.locator(".jp-DirtyIndicator, .jp-mod-dirty").first.wait_for(state="detached")


def open_assignment_list(page: Page) -> None:
    """nbgrader's own panel, from its own menu."""
    page.get_by_role("menuitem", name="Nbgrader").click()
    page.get_by_role("menuitem", name="Assignment List").click()
    page.locator("#fetched_assignments_list").wait_for()


def submit(page: Page, exercise: str) -> None:
    """Press nbgrader's own Submit button and see the submission listed."""
    row = page.locator("#fetched_assignments_list .list_item", has_text=exercise).first
    row.get_by_role("button", name="Submit").click()
    page.locator("#submitted_assignments_list", has_text=exercise).wait_for(timeout=30_000)
