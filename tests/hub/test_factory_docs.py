"""The reference pages are made from the tables."""

from __future__ import annotations

import tomlkit

from officina_hub.factory.docs import documented_settings, scopes_page, settings_page
from officina_hub.factory.examples import EXAMPLES
from officina_hub.factory.template import commented_template
from officina_hub.scopes import SCOPES


def test_every_setting_has_a_sentence_and_what_it_takes():
    for setting in documented_settings():
        assert setting.description.endswith("."), setting
        assert setting.allowed, setting


def test_every_default_is_written_as_in_the_file():
    for setting in documented_settings():
        assert not setting.default or tomlkit.parse(f"{setting.name} = {setting.default}")


def test_what_must_be_given_is_told_as_needed_and_never_as_undefined():
    assert "| `title` | needed | a text in quotes of at most 80 characters |" in settings_page()
    assert "Undefined" not in settings_page() + commented_template()


def test_an_amount_is_one_setting():
    names = [setting.name for setting in documented_settings() if setting.table == "[profiles]"]
    assert names.count("cores") == 1
    assert not {"min", "max", "default"} & set(names)


def test_each_array_of_tables_is_introduced_with_its_examples():
    page = settings_page()
    for array, examples in EXAMPLES.items():
        section = page.split(f"\n## [[{array}]]\n")[1].split("\n## ")[0]
        assert all(f"```toml\n{each.toml}```" in section for each in examples)
    kinds = {
        tomlkit.parse(each.toml)["environments"][0].get("kind") for each in EXAMPLES["environments"]
    }
    assert kinds == {None, "module", "venv", "conda", "apptainer"}


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
