"""``officina catalogue …``: from a file to what is found, and every mishap told."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from catalogue_samples import dataset
from portal_house import empty_database

from officina_hub.catalogue.identity import record_id
from officina_hub.data_folder import DataFolder
from officina_widgets.catalogue.asking import Ask
from officina_widgets.finding.snapshot import SnapshotCatalogue

RAIN = record_id("march", "https://data.example/rain")


@pytest.fixture
def catalogue(officina, tmp_path):
    """The command over a data folder of its own."""
    data = DataFolder(tmp_path / "data")
    data.portal.mkdir(parents=True)
    data.portal_database.write_bytes(empty_database())
    return lambda *argv: officina("catalogue", *argv, "--data-dir", data.root)


@pytest.fixture
def march(tmp_path: Path) -> Path:
    path = tmp_path / "march.jsonl"
    path.write_text("\n".join(dataset(name).model_dump_json() for name in ("rain", "wind")))
    return path


def test_what_is_loaded_is_found(catalogue, march):
    loaded = catalogue("load", march)
    assert loaded.exit_code == 0, loaded.output
    assert "added              2" in loaded.stdout

    found = catalogue("show", "rain")
    assert found.stdout == f"{RAIN}  dataset       The rain\n"
    assert catalogue("show", "rain", "--language", "de").stdout.endswith("Das rain\n")
    assert "Left out: zzqq\n" in catalogue("show", "zzqq rain").stdout


def test_the_report_is_one_document_for_programs(catalogue, march):
    march.write_text(march.read_text() + '\n{"kind": "dataset"}\nnot json\n')
    report = json.loads(catalogue("load", march, "--source", "office", "--json").stdout)

    assert (report["source"], report["processed"], report["refused"]) == ("office", 4, 2)
    assert [each["where"] for each in report["refusals"]] == [
        f"{march}, line 3",
        f"{march}, line 4",
    ]
    assert "`iri` is missing" in report["refusals"][0]["reason"]


def test_a_record_is_shown_with_all_that_is_known(catalogue, march):
    catalogue("load", march, "--address", "https://weather.example", "--licence", "CC0-1.0")
    shown = catalogue("show", RAIN).stdout

    for line in ("state      published", "source     march https://weather.example", "quality"):
        assert line in shown


def test_curating_is_found_at_once_and_told_in_the_history(catalogue, march):
    catalogue("load", march)
    assert catalogue("set", RAIN, "title", '{"en": "Downpour"}').exit_code == 0
    assert "Downpour" in catalogue("show", "downpour").stdout
    assert "locked     title" in catalogue("show", RAIN).stdout

    history = json.loads(catalogue("history", RAIN, "--json").stdout)
    assert [change["deed"] for change in history] == ["set", "added"]
    assert '"Downpour"' in catalogue("history", RAIN).stdout
    assert catalogue("undo", history[0]["id"]).exit_code == 0
    assert catalogue("show", "downpour").stdout.startswith("Nothing was found")


def test_locks_and_states_by_hand(catalogue, march):
    catalogue("load", march)
    for argv in (("lock", RAIN, "title"), ("unlock", RAIN, "title"), ("withdraw", RAIN)):
        assert catalogue(*argv).exit_code == 0
    assert "Nothing was found" in catalogue("show", "rain").stdout
    assert catalogue("publish", RAIN).exit_code == 0
    assert RAIN in catalogue("show", "rain").stdout


def test_a_rebuild_tells_how_many_can_be_found(catalogue, march):
    catalogue("load", march)

    assert catalogue("rebuild").stdout == "2 records can be found.\n"


def test_a_rebuild_tells_what_it_left_out(catalogue, march, tmp_path):
    catalogue("load", march)
    with closing(sqlite3.connect(tmp_path / "data" / "portal" / "portal.sqlite")) as database:
        database.execute(
            "UPDATE catalogue_record SET record = json_set(record, '$.licence', '') WHERE id = ?",
            (RAIN,),
        )
        database.commit()
    rebuilt = catalogue("rebuild")
    assert rebuilt.stdout.startswith("1 records can be found.\n1 published records are left out")
    assert f"{RAIN} https://data.example/rain (march): dataset.licence: " in rebuilt.stdout
    (told,) = json.loads(catalogue("rebuild", "--json").stdout)["left_out"]
    assert told["id"] == RAIN
    assert "so nobody finds it. Load it again" in str(catalogue("show", RAIN).exception)
    assert catalogue("set", RAIN, "licence", "CC0-1.0").exit_code == 0
    assert catalogue("rebuild").stdout == "2 records can be found.\n"


def test_a_snapshot_has_what_everybody_may_find_and_is_searched_without_the_portal(
    catalogue, march, tmp_path
):
    catalogue("load", march)
    catalogue("withdraw", RAIN)
    file = tmp_path / "snapshot.jsonl.gz"
    told, _, key = catalogue("snapshot", file).stdout.strip().rpartition(" ")
    assert told == f"1 records are in {file}, signed. The public key is"
    assert file.stat().st_mode & 0o777 == 0o644  # for the accounts of sessions
    found = SnapshotCatalogue(file, key=key).ask(Ask(q="wind"))
    assert [hit.title.text for hit in found.hits] == ["The wind"]
    assert SnapshotCatalogue(file).ask(Ask()).total == 1


def test_what_is_gone_is_told_and_withdrawn_on_demand(catalogue, march):
    catalogue("load", march)
    march.write_text(march.read_text().splitlines()[0])
    assert "No longer at the source, and left as they are: 1." in catalogue("load", march).stdout
    assert "withdrawn          1" in catalogue("load", march, "--withdraw-missing").stdout


def test_what_is_only_named_and_what_is_a_part_end_with_1(catalogue, officina, tmp_path):
    page = tmp_path / "services.json"
    one, other = ({"name": name, "id": f"https://data.example/{name}"} for name in "ab")
    page.write_text(json.dumps([one, other]))
    catalogue("load", page)

    page.write_text(json.dumps([{**one, "webpage": other["id"]}]))
    named = catalogue("load", page, "--withdraw-missing")
    assert named.exit_code == 1
    assert "Not described there, yet named, so left as they are: 1." in named.stdout

    page.write_text(json.dumps({"total": 2, "results": [one]}))
    part = catalogue("load", page, "--withdraw-missing")
    assert part.exit_code == 1
    assert "services.json, /total: it says that there are 2 records, and 1 of" in part.stdout
    assert "only a part, /total: it says" in officina("catalogue", "check", page).stdout


def test_a_broken_file_ends_with_1_and_withdraws_nothing(catalogue, march):
    catalogue("load", march)
    march.write_text("oh no")
    answer = catalogue("load", march, "--withdraw-missing")

    assert answer.exit_code == 1
    assert "none was withdrawn" in answer.stdout
    assert RAIN in catalogue("show", "rain").stdout


def test_several_files_need_a_source(catalogue, march):
    answer = catalogue("load", march, march)

    assert "Name the source with --source ID" in str(answer.exception)
    assert catalogue("load", march, march, "--source", "s").exit_code == 0


@pytest.mark.parametrize("source", ["courses", "ai-factories"])
def test_the_portals_own_sources_are_not_loaded_from_files(catalogue, march, source):
    answer = catalogue("load", march, "--source", source)

    assert f"The source {source!r} is the portal's own" in str(answer.exception)


@pytest.mark.parametrize(
    ("option", "value"),
    [("--address", "ftp://x"), ("--source", "../x"), ("--licence", "")],
)
def test_an_option_that_cannot_be_is_told(catalogue, march, option, value):
    answer = catalogue("load", march, option, value)

    assert str(answer.exception).startswith(f"{option} cannot be {value!r}")


def test_a_record_that_is_not_there_is_told(catalogue, march):
    catalogue("load", march)
    for command in ("show", "history"):
        answer = catalogue(command, "a" * 20, "--json")
        assert answer.exit_code == 1
        assert json.loads(answer.stdout)["code"] == "no-such-record"


def test_a_database_of_another_version_is_left_alone(officina, tmp_path, march):
    data = DataFolder(tmp_path / "data")
    data.portal.mkdir(parents=True)
    answer = officina("catalogue", "load", march, "--data-dir", data.root)

    assert "run: officina db upgrade" in str(answer.exception)


def test_another_accounts_folder_is_left_alone(officina, tmp_path, march, monkeypatch):
    data = DataFolder(tmp_path / "data")
    data.portal.mkdir(parents=True)
    monkeypatch.setattr("os.geteuid", lambda: 65534)
    answer = officina("catalogue", "load", march, "--data-dir", data.root)

    assert "Run it as that account: sudo -u" in str(answer.exception)


def test_a_very_long_line_is_refused_alone(catalogue, march):
    march.write_text("x" * 3_000_000 + "\n" + march.read_text())
    report = json.loads(catalogue("load", march, "--json").stdout)

    assert (report["added"], report["refused"]) == (2, 1)
    assert "longer than 1024 KiB" in report["refusals"][0]["reason"]
