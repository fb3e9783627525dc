"""``officina course pack|verify|unpack|diff|key``: from a folder to another factory's folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from officina_courses.errors import KeyRefused, PackageRefused


@pytest.fixture
def course(officina, tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "demo"
    assert officina("course", "new", folder, "--author", "Ada").exit_code == 0
    return folder


@pytest.fixture
def key(officina, tmp_path) -> dict[str, str]:
    ran = officina("course", "key", "new", tmp_path / "keys/lumi", "--json")
    return json.loads(ran.stdout)


def test_a_course_goes_from_one_folder_to_another(officina, course, key, tmp_path):
    packed = officina("course", "pack", course, "--key", key["path"])
    assert packed.exit_code == 0, packed.output
    assert "Written to demo-0.1.0.course.zip" in packed.stdout
    verified = officina("course", "verify", "demo-0.1.0.course.zip", "--trust", key["public"])
    assert f"signed by the trusted key {key['id']}" in verified.stdout
    trust = ("--trust", f"{key['path']}.pub")
    unpacked = officina("course", "unpack", "demo-0.1.0.course.zip", "new", *trust)
    assert unpacked.exit_code == 0, unpacked.output
    same = officina("course", "diff", "demo-0.1.0.course.zip", "new")
    assert same.stdout == "demo 0.1.0 -> demo 0.1.0\nBoth hold the same course.\n"


def test_facts_are_told_to_programs(officina, course):
    packed = json.loads(officina("course", "pack", course, "--json").stdout)
    assert packed == json.loads(
        officina("course", "verify", "demo-0.1.0.course.zip", "--json").stdout
    )
    assert (packed["course"]["id"], packed["claimed_by"]) == ("demo", [])


def test_what_would_help_is_told(officina, course):
    told = officina("course", "pack", course, "-o", "p.zip").stdout
    assert "not signed" in told
    assert "released = 2026-11-23" in told


def test_a_course_with_errors_is_not_packed(officina, course):
    (course / "source").rename(course / "elsewhere")
    ran = officina("course", "pack", course)
    assert ran.exit_code == 1
    assert "OFF010" in ran.stdout
    assert not Path("demo-0.1.0.course.zip").exists()


def test_a_fork_names_its_origin(officina, course):
    officina("course", "pack", course, "-o", "one.zip")
    at = "https://lumi.example/one.course.zip"
    officina("course", "pack", course, "-o", "two.zip", "--forked-from", "one.zip",
             "--forked-at", at)  # fmt: skip
    assert f"forked from demo 0.1.0, {at}" in officina("course", "verify", "two.zip").stdout
    assert officina("course", "pack", course, "--forked-at", at).exit_code == 2
    nowhere = ("--forked-from", "one.zip", "--forked-at", "no address")
    assert officina("course", "pack", course, *nowhere).exit_code == 2


def test_a_strangers_package_is_refused(officina, course, key):
    officina("course", "pack", course, "-o", "p.zip", "--key", key["path"])
    stranger = "ab" * 32
    for command in (("verify", "p.zip"), ("unpack", "p.zip", "new")):
        ran = officina("course", *command, "--trust", stranger)
        assert isinstance(ran.exception, PackageRefused)
        assert ran.exception.code == "package-unknown-key"
    assert not Path("new").exists()


def test_a_key_is_shown_by_its_file_or_digits(officina, key):
    shown = [
        json.loads(officina("course", "key", "show", given, "--json").stdout)
        for given in (key["public"], f"{key['path']}.pub")
    ]
    assert shown == [{"public": key["public"], "id": key["id"]}] * 2
    refused = officina("course", "key", "show", key["path"]).exception
    assert isinstance(refused, KeyRefused)


def test_no_answer_shows_the_private_key(officina, course, key, tmp_path):
    secret = Path(key["path"]).read_text().splitlines()[1]
    told = officina("course", "pack", course, "--key", key["path"]).output
    told += officina("course", "key", "new", tmp_path / "keys/lumi").output
    told += json.dumps(key)
    assert secret not in told


@pytest.fixture
def later(course, officina) -> Path:
    officina("course", "pack", course, "-o", "one.zip")
    manifest = course / "course.toml"
    manifest.write_text(manifest.read_text().replace('"0.1.0"', '"0.2.0"'))
    notebook = next(course.glob("source/*/*.ipynb"))
    content = json.loads(notebook.read_text())
    content["cells"][0]["source"] += "\nmore \x1b[31mof it"
    notebook.write_text(json.dumps(content))
    return course


def test_a_difference_is_readable_cell_by_cell(officina, later):
    told = officina("course", "diff", "one.zip", later).stdout
    assert "changed version: 0.1.0 -> 0.2.0" in told
    assert ".ipynb: changed, " in told
    assert "  cell 1 (" in told
    assert "    +more \\x1b[31mof it" in told


def test_a_difference_is_coloured_on_a_terminal_alone(officina, later, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    plain = officina("course", "diff", "one.zip", later).stdout
    coloured = officina("course", "diff", "one.zip", later, color=True).stdout
    assert "\x1b[" not in plain
    assert "\x1b[32m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in officina("course", "diff", "one.zip", later, color=True).stdout


def test_a_difference_is_told_to_programs(officina, later):
    told = json.loads(officina("course", "diff", "one.zip", later, "--json").stdout)
    assert told["fields"] == [{"key": "version", "old": "0.1.0", "new": "0.2.0"}]
    assert told["files"][0]["cells"][0]["change"] == "changed"


def test_a_fork_is_a_course_of_its_own_that_names_its_origin(officina, course):
    officina("course", "pack", course)
    package = "demo-0.1.0.course.zip"
    forked = officina("course", "fork", package, "ours", "--id", "our-demo")
    assert forked.exit_code == 0, forked.output
    officina("course", "pack", "ours")
    verified = officina("course", "verify", "our-demo-0.1.0.course.zip").stdout
    assert "forked from demo 0.1.0" in verified
    refused = officina("course", "fork", package, "other", "--id", "Our Demo")
    assert refused.exit_code == 2
    assert not Path("other").exists()
