"""The keys of the portal: made once and whole, kept, or given by a variable."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from officina_hub.errors import OfficinaError
from officina_hub.portal.keys import cookie_secret, receipt_key
from officina_hub.secret_files import make_missing_secrets, read_secret
from officina_hub.written_once import write_once

MAKERS = [receipt_key, cookie_secret]


class PowerCutError(Exception):
    """The machine went off."""


@pytest.fixture
def power_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The power goes when a file is to be synced to the disk."""

    def gone(_number: int) -> None:
        raise PowerCutError

    monkeypatch.setattr(os, "fsync", gone)


@pytest.mark.parametrize("key_of", MAKERS)
def test_a_key_is_made_once_and_readable_by_nobody_else(tmp_path: Path, key_of) -> None:
    path = tmp_path / "secrets" / "receipt-key"
    made = key_of(path)
    assert len(made) == 64
    assert key_of(path) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["receipt-key"]


def test_the_variable_stands_in_for_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OFFICINA_RECEIPT_KEY", "k" * 40)
    assert receipt_key(tmp_path / "receipt-key") == b"k" * 40
    assert not (tmp_path / "receipt-key").exists()


@pytest.mark.parametrize("key_of", MAKERS)
def test_a_power_cut_leaves_no_empty_key(tmp_path: Path, power_cut: None, key_of) -> None:
    path = tmp_path / "receipt-key"
    with pytest.raises(PowerCutError):
        key_of(path)
    assert not path.exists()


def test_a_power_cut_leaves_no_empty_secret(tmp_path: Path, power_cut: None) -> None:
    with pytest.raises(PowerCutError):
        make_missing_secrets(tmp_path)
    assert not (tmp_path / "proxy-token").exists()


def test_makers_at_one_time_get_one_key(tmp_path: Path) -> None:
    path, made, start = tmp_path / "receipt-key", [], threading.Barrier(8)

    def make() -> None:
        start.wait()
        made.append(receipt_key(path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert set(made) == {path.read_bytes()}
    assert len(made) == 8


def test_what_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    assert write_once(path, "first")
    assert not write_once(path, "second")
    assert path.read_text() == "first"


@pytest.mark.parametrize("content", ["", "\n", "short", "k" * 31])
def test_an_empty_or_short_receipt_key_is_refused_with_a_way_out(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "receipt-key"
    path.write_text(content)
    told = rf"{path} has {len(content.strip())} characters.*guessed.*Restore it from the backup"
    with pytest.raises(OfficinaError, match=told):
        receipt_key(path)
    with pytest.raises(OfficinaError, match="Restore it from the backup"):
        read_secret(tmp_path, "receipt-key")
    assert path.read_text() == content


def test_a_short_variable_is_refused_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OFFICINA_RECEIPT_KEY", "short")
    with pytest.raises(OfficinaError, match="OFFICINA_RECEIPT_KEY has 5 characters"):
        receipt_key(tmp_path / "receipt-key")


def test_an_empty_cookie_secret_is_refused_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "cookie-secret"
    path.write_text("")
    with pytest.raises(OfficinaError, match=r"has 0 characters.*Delete the file.*logs in anew"):
        cookie_secret(path)
