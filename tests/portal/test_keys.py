"""The keys of the portal: made once, kept, or given by a variable."""

from __future__ import annotations

import pytest

from officina_hub.portal.keys import read_or_make, receipt_key


def test_a_key_is_made_once_and_readable_by_nobody_else(tmp_path):
    path = tmp_path / "secrets" / "receipt-key"
    made = receipt_key(path)
    assert len(made) == 64
    assert receipt_key(path) == made == read_or_make(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_variable_stands_in_for_the_file(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OFFICINA_RECEIPT_KEY", "k" * 40)
    assert receipt_key(tmp_path / "receipt-key") == b"k" * 40
    assert not (tmp_path / "receipt-key").exists()
