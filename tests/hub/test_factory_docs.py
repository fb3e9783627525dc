"""The reference pages are made from the tables."""

from __future__ import annotations

from officina_hub.factory.docs import documented_settings, scopes_page, settings_page
from officina_hub.scopes import SCOPES


def test_every_setting_has_a_sentence_and_what_it_takes():
    for setting in documented_settings():
        assert setting.description.endswith("."), setting
        assert setting.allowed, setting


def test_the_page_names_every_setting():
    page = settings_page()
    for setting in documented_settings():
        assert f"| `{setting.name}` |" in page


def test_no_cell_breaks_its_table():
    rows = [line for line in settings_page().splitlines() if line.startswith("| `")]
    assert all(row.replace("\\|", "").count("|") == 5 for row in rows)


def test_the_page_of_scopes_names_every_scope_and_holder():
    page = scopes_page()
    for name, info in SCOPES.items():
        assert f"| `{name}` | {info.description} |" in page
        assert all(f"`{holder}`" in page for holder in info.holders)
