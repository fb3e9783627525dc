"""From a finder to a request for access, and to its answer at the desk: each step by keyboard."""

from __future__ import annotations

import walk
from playwright.sync_api import Locator, Page, expect
from product import Product

from officina_widgets.catalogue.records import Service

SERVICE = Service.model_validate(
    {
        "iri": "https://greenhouse.example/advice",
        "title": {"en": "Advice on greenhouse climates"},
        "description": {"en": "An hour with somebody who knows how warm it gets under glass."},
    }
)
TITLE = SERVICE.title["en"]
TYPED = "grenhouse"
PURPOSE = "To know a day before when our plants get too hot."
SAID = "Come to room 7 on Monday."


def find_with_a_typo(finder: Locator) -> None:
    """The service is the first that is shown for what was meant."""
    finder.get_by_role("searchbox").focus()
    finder.page.keyboard.press("Control+a")
    finder.page.keyboard.type(TYPED)
    # A snapshot answers once the portal has been silent for some seconds, and is then read first.
    instead = f"Nothing was found for “{TYPED}”"
    expect(finder.locator(".officina-count")).to_contain_text(instead, timeout=20_000)
    expect(finder.locator(".officina-card-title").first).to_have_text(TITLE)


def open_the_form(finder: Locator) -> Page:
    """By the card's own link, in a tab beside the notebook."""
    page = finder.page
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    walk.tab_to(page, finder.get_by_role("link", name="Request access"))
    walk.screenshot(page, "request-finder")
    with page.expect_popup() as opened:
        page.keyboard.press("Enter")
    return opened.value


def ask_for_it(page: Page) -> None:
    """Say what for, and who asks; the receipt has the number."""
    walk.tab_to(page, page.get_by_label("What is it for?"))
    page.keyboard.type(PURPOSE)
    walk.tab_to(page, page.get_by_label("Firm or organisation"))
    page.keyboard.type("Ada's Greens")
    walk.screenshot(page, "request-form")
    walk.tab_to(page, page.get_by_role("button", name="Send the request"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your request has arrived. Its number is 1.")).to_be_visible()
    walk.screenshot(page, "request-receipt")


def open_the_request_at_the_desk(product: Product, page: Page) -> None:
    """As the factory's staff, from the home page on."""
    walk.log_in(page, product.address, "admin", product.accounts["admin"])
    walk.tab_to(page, page.get_by_role("link", name="Requests", exact=True))
    page.keyboard.press("Enter")
    walk.tab_to(page, page.get_by_role("link", name=f"1: {TITLE}"))
    walk.screenshot(page, "request-desk")
    page.keyboard.press("Enter")
    expect(page.get_by_text(PURPOSE)).to_be_visible()


def grant_it(page: Page) -> None:
    """With a sentence for the person who asked."""
    walk.tab_to(page, page.get_by_role("radio", name="Granted"))
    page.keyboard.press("Space")
    walk.tab_to(page, page.get_by_label("What the person is to read"))
    page.keyboard.type(SAID)
    walk.screenshot(page, "request-answer")
    walk.tab_to(page, page.get_by_role("button", name="Send the answer"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your answer was sent.")).to_be_visible()
