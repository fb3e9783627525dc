"""The code loads the dataset, says under which conditions, and cannot be broken out of."""

from __future__ import annotations

import ast
import hashlib
import io
import threading
import tokenize
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pandas
import pytest
from finder_samples import HOSTILE, dataset, table
from hypothesis import given
from hypothesis import strategies as st

from officina_widgets.catalogue.records import Checksum, ContactPoint, Dataset, RecordSet
from officina_widgets.finding.loading_code import HEAD, loading_code

CSV = b"day;rain\n2026-01-01;3\n2026-01-02;5\n"
SHA256 = Checksum(algorithm="sha256", checksum_value=hashlib.sha256(CSV).hexdigest())


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Of a web server with files; the working folder is another one."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web/rain.csv").write_bytes(CSV)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    handler = partial(Quiet, directory=tmp_path / "web")
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(compile(code, "cell", "exec"), names)
    return names


def test_a_table_is_fetched_compared_and_read(address: str):
    code = loading_code(dataset(distributions=(table(f"{address}/rain.csv", checksum=SHA256),)))
    frame = run(code)["frame"]
    assert isinstance(frame, pandas.DataFrame)
    assert frame["rain"].tolist() == [3, 5]
    assert code.splitlines()[-1] == "frame"


def test_a_file_that_is_not_what_the_catalogue_tells_is_not_read(address: str):
    other = SHA256.model_copy(update={"checksum_value": "0" * 64})
    code = loading_code(dataset(distributions=(table(f"{address}/rain.csv", checksum=other),)))
    with pytest.raises(ValueError, match="not what the catalogue tells, so it was not read"):
        run(code)


def test_a_file_is_fetched_once_and_lies_where_nobody_else_puts_files(address: str, tmp_path: Path):
    code = loading_code(dataset(distributions=(table(f"{address}/rain.csv", checksum=SHA256),)))
    run(code)
    (tmp_path / "web/rain.csv").unlink()
    assert len(run(code)["frame"]) == 2
    (kept,) = (tmp_path / "work").rglob("*.csv")
    assert kept.relative_to(tmp_path / "work").parts[0] == "downloads"


def test_whatever_else_it_is_the_file_is_fetched(address: str, tmp_path: Path):
    (tmp_path / "web/model.bin").write_bytes(b"\0\1")
    other = table(f"{address}/model.bin", format="BIN")
    file = run(loading_code(dataset(distributions=(other,))))["file"]
    assert file.read_bytes() == b"\0\1"


@pytest.mark.parametrize(
    ("last", "start"),
    [("../../.bashrc", "bashrc"), ("%2e%2e%2fa", "2e-2e-2fa"), ("", "file"), ("a" * 300, "aaa")],
)
def test_no_address_names_a_file_elsewhere(last: str, start: str):
    code = loading_code(dataset(distributions=(table(f"https://example.org/{last}"),)))
    (line,) = [line for line in code.splitlines() if line.startswith("file = ")]
    name = ast.literal_eval(line.partition("'downloads', ")[2].rstrip(")"))
    assert "/" not in name
    assert len(name) < 100
    assert name[9:].startswith(start)


def test_croissant_is_loaded_by_its_own_library():
    code = loading_code(
        dataset(
            croissant="https://example.org/croissant.json",
            record_sets=(RecordSet(id="default/'rows'", name="rows"),),
            distributions=(table("https://example.org/rain.csv"),),
        )
    )
    assert "mlcroissant.Dataset(jsonld='https://example.org/croissant.json')" in code
    assert """dataset.records(record_set="default/'rows'")""" in code
    assert "# Where it is missing: %pip install mlcroissant" in code
    ast.parse(code)


def test_croissant_without_record_sets_asks_for_the_first():
    code = loading_code(dataset(croissant="https://example.org/c.json"))
    assert "record_set=dataset.metadata.record_sets[0].uuid" in code


def test_a_dataset_of_the_hub_is_loaded_from_there():
    code = loading_code(dataset(landing_page="https://huggingface.co/datasets/ada/rain"))
    assert "load_dataset('ada/rain')" in code
    assert loading_code(dataset(landing_page="https://huggingface.co/datasets/ada/x'y")) == ""


def test_parquet_is_preferred_and_duckdb_used_where_asked():
    both = (
        table("https://example.org/rain.csv"),
        table("https://example.org/rain", format=None, media_type="application/x-parquet"),
    )
    assert "pandas.read_parquet(file)" in loading_code(dataset(distributions=both))
    code = loading_code(dataset(distributions=both), library="duckdb")
    assert "duckdb.sql('FROM read_parquet(?)', params=[str(file)]).df()" in code
    assert "import pandas" not in code


def test_what_can_only_be_looked_at_has_no_code():
    page = table("https://example.org/page").model_copy(update={"download_url": None})
    assert loading_code(dataset(distributions=(page,))) == ""
    assert loading_code(dataset()) == ""


def test_conditions_stand_above_the_code():
    code = loading_code(
        dataset(
            licence=None,
            access_rights="RESTRICTED",
            contact_point=ContactPoint(email="data@example.org"),
            distributions=(table("https://example.org/rain.csv"),),
        )
    )
    assert "# Title: Weather forecast 1" in code
    assert "# Licence: none was told: ask the publisher before you use it" in code
    assert "# Cite as: Met Office (2026). Weather forecast 1. https://example.org/1" in code
    assert "# Access: not open to everybody; ask data@example.org" in code


def shape(code: str) -> list[tuple[int, str]]:
    """The code less what may differ: the insides of comments and strings."""
    free = {tokenize.COMMENT, tokenize.STRING}
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [(one.type, "" if one.type in free else one.string) for one in tokens]


def with_text(text: str) -> Dataset:
    return dataset(
        title={"en": text},
        licence=text,
        cite_as=text,
        record_sets=(RecordSet(id=text, name=text),),
        croissant="https://example.org/c.json",
    )


PLAIN = shape(loading_code(with_text("plain")))


@pytest.mark.parametrize(
    "text",
    [
        HOSTILE,
        "a\nimport os; os.system('id')",
        "a\u2028b\x0cc",
        "'''\"\"\"",
        "\\",
        "%%bash\nid",
        "!id",
        "{checksum}",
        "\u202egnp.exe",
        "?" * 20,
    ],
    ids=range(10),
)
def test_no_text_of_a_record_becomes_code(text: str):
    code = loading_code(with_text(text))
    assert shape(code) == PLAIN
    assert not any(sign in code for sign in "\u202e\u2028\x0c")


@given(st.text(min_size=1, max_size=60).filter(lambda text: with_text_or_none(text) is not None))
def test_no_text_whatever_becomes_code(text: str):
    assert shape(loading_code(with_text(text))) == PLAIN


def with_text_or_none(text: str) -> Dataset | None:
    try:
        return with_text(text)
    except ValueError:
        return None


def test_no_address_becomes_code():
    odd = "https://example.org/a';import(os)#/x.csv?q=$(id)&n=\u00e9"
    code = loading_code(dataset(distributions=(table(odd),)))
    plain = loading_code(dataset(distributions=(table("https://example.org/x.csv"),)))
    assert shape(code) == shape(plain)


def test_no_title_says_how_the_file_is_encoded():
    code = loading_code(with_text("coding: rot13"))
    assert tuple(code.splitlines()[:2]) == HEAD
    assert tokenize.detect_encoding(io.BytesIO(code.encode()).readline)[0] == "utf-8"
