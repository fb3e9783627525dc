"""Reading factory.toml: defaults, and mistakes told with file, line, key, found and allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub.errors import FactoryError
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.template import commented_template
from officina_spawners.profiles import LOCAL_PROFILE


@pytest.fixture
def factory_toml(tmp_path):
    def write(text: str) -> Path:
        path = tmp_path / "factory.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def mistake(path: Path) -> str:
    with pytest.raises(FactoryError) as caught:
        load_factory(path)
    return str(caught.value)


def test_an_empty_file_is_the_demo(factory_toml):
    factory = load_factory(factory_toml(""))
    assert factory == Factory()
    assert factory.login.provider == "demo"


def test_the_first_starts_file_changes_nothing(factory_toml):
    assert load_factory(factory_toml(commented_template())) == Factory()


def test_every_commented_setting_of_the_first_file_may_be_uncommented(factory_toml):
    settings, _ = commented_template().split("# What people can start")
    lines = settings.splitlines()
    shown = [
        line.removeprefix("# ") for line in lines if not line.startswith("# ") or " = " in line
    ]
    assert load_factory(factory_toml("\n".join(shown))) == Factory()


def test_all_examples_of_the_first_file_may_be_uncommented(factory_toml):
    _, examples = commented_template().split("# What people can start")
    blocks = [block for block in examples.split("\n\n") if block.startswith("# [[")]
    shown = "\n".join(line.removeprefix("# ") for line in "\n".join(blocks).splitlines())
    factory = load_factory(factory_toml(shown))
    assert factory.profiles[0] == LOCAL_PROFILE
    others = (factory.clusters, factory.environments, factory.peers)
    assert len(blocks) == 1 + sum(map(len, others)) + 1


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('[login]\nprovider = "saml"\n', (":2", "login.provider", '"saml"', '"demo" or "hub"')),
        ("[portal]\n\nmax_submission_mib = 0", (":3", "portal.max_submission_mib", "1 to 4096")),
        ('[factory]\naccent = "red"', (":2", "factory.accent", '"red"', '"#0b5cad"')),
        ('[factory]\nname = "A"\ncolour = 1', (":3", "factory.colour", "not a setting", "accent")),
        ('[factory]\nid = "De mo"', (":2", "factory.id", '"De mo"')),
        (
            '[[profiles]]\nid = "a"',
            (":2", "[[profiles]] number 1: id is not a setting", "gpu_type"),
        ),
        ('[portal]\ndatabase_url = "over there"', (":2", '"over there"', "postgresql+psycopg://")),
        ('[portal]\ndatabase_url = "a://b:c/d"', (":2", "portal.database_url", "a://b:c/d")),
        ('[portal]\ndatabase_url = "mysql://b/d"', (":2", "mysql://b/d", "postgresql+psycopg://")),
        ("format = 2", (":1", "format", "2", "1")),
        ('[sessions]\nenvironment = {"A B" = "x"}', (":2", "sessions.environment")),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_may_stand_there(factory_toml, text, parts):
    path = factory_toml(text)
    told = mistake(path)
    assert str(path) in told
    for part in parts:
        assert part in told


def test_all_mistakes_are_told_at_once(factory_toml):
    told = mistake(factory_toml('[login]\nprovider = 1\n[factory]\naccent = "red"\n'))
    assert "login.provider" in told
    assert "factory.accent" in told


def test_text_that_is_not_toml_is_told_with_its_line(factory_toml):
    assert "line 2" in mistake(factory_toml("[factory]\nname = \n"))


def test_a_number_beyond_toml_is_told_in_words(factory_toml):
    told = mistake(factory_toml(f"[factory]\nname = 0x{'F' * 5000}\n"))
    assert "needs more than the 64 bits that TOML has" in told


def test_bytes_that_are_not_text_are_told(tmp_path):
    path = tmp_path / "factory.toml"
    path.write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8" in mistake(path)


def test_a_missing_file_is_told(tmp_path):
    assert "cannot be read" in mistake(tmp_path / "factory.toml")


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:hunter2@db/x",
        "postgresql+psycopg://me:p@hunter2/x@db/x",
        "postgresql+psycopg://me@db/x?sslmode=require&password=hunter2",
        "postgresql+psycopg://me@db/x?SSLPassword=hunter2&a=b",
        "postgresql+psycopg:///x?PWD=hunter2",
    ],
)
def test_a_password_is_refused_and_not_repeated(factory_toml, address):
    told = mistake(factory_toml(f'[portal]\ndatabase_url = "{address}"\n'))
    assert "secrets do not belong in this file" in told
    assert "hunter2" not in told


def test_an_address_without_password_is_taken(factory_toml):
    text = '[portal]\ndatabase_url = "postgresql+psycopg://me@db/officina?passfile=/etc/pgpass"\n'
    assert load_factory(factory_toml(text)).portal.database_url.endswith("pgpass")


@pytest.mark.parametrize(
    "name", ["PATH", "HOME", "LD_PRELOAD", "PYTHONPATH", "JUPYTERHUB_API_TOKEN", "OFFICINA_X"]
)
def test_variables_that_the_hub_sets_or_that_load_code_are_refused(factory_toml, name):
    said = mistake(factory_toml(f'[sessions.environment]\n{name} = "x"\n'))
    assert name in said
    assert "JUPYTERHUB_*" in said


def test_a_name_with_an_invisible_character_is_refused(factory_toml):
    assert "U+202E" in mistake(factory_toml('[factory]\nname = "a\\u202Eb"\n'))


MAIL = """[mail]
host = "smtp.example.org"
sender = "officina@example.org"
address = "{name}@example.org"
site = "https://hub.example.org"
"""


def test_a_whole_mail_table_is_taken(factory_toml):
    assert load_factory(factory_toml(MAIL)).mail.is_offered
    assert not Factory().mail.is_offered


@pytest.mark.parametrize(
    ("line", "changed", "told"),
    [
        ("host = ", "# ", ":1: mail needs host, sender, site, and one of address and auth_state"),
        ("site = ", "# ", ":1: mail needs host, sender, site"),
        ("{name}", "ada", ":4: mail.address is"),
        ("{name}@", "{name}\\r\\nBcc: x@", ":4: mail.address is"),
        ("officina@", "Officina <officina@", ":3: mail.sender is"),
        ("https://hub", "https://hub/there?", ":5: mail.site is"),
        ("[mail]", '[mail]\nuser = "o"', ":1: mail needs user and password_file together"),
    ],
)
def test_a_mistake_in_the_mail_table_is_told_with_its_line(factory_toml, line, changed, told):
    assert told in mistake(factory_toml(MAIL.replace(line, changed)))
