"""Partners: tokens in files of their own, addresses that nobody reads, and factory.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub.errors import FactoryError, OfficinaError
from officina_hub.factory import load_factory
from officina_hub.factory.examples import EXAMPLES
from officina_hub.federation.dataspace.partner import Partner, partner_with, read_token

TOKEN = "0123456789abcdef"


def test_the_example_is_right(tmp_path: Path) -> None:
    path = tmp_path / "factory.toml"
    path.write_text("\n".join(each.toml for each in EXAMPLES["dataspaces"]))
    assert [each.id for each in load_factory(path).dataspaces] == ["energy"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('id = "a"\n[[dataspaces]]\nid = "a"', "each id once"),
        ('id = "a"\naddress = "ftp://x"', "https://"),
        ('id = "a"\naddress = "https://me:secret@x"', "without a password"),
        ('id = "a"\ntoken = "secret"', "token"),
    ],
    ids=["twice", "ftp", "password", "secret"],
)
def test_a_wrong_table_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "factory.toml"
    path.write_text(f"[[dataspaces]]\n{text}\n")
    with pytest.raises(FactoryError, match=told):
        load_factory(path)


@pytest.mark.parametrize(
    ("text", "mode", "told"),
    [(TOKEN, 0o640, "0640"), ("short", 0o600, "no token"), (f"{TOKEN} x", 0o600, "no token")],
    ids=["rights", "short", "space"],
)
def test_a_token_that_is_no_secret_is_refused(
    tmp_path: Path, text: str, mode: int, told: str
) -> None:
    path = tmp_path / "token"
    path.write_text(text)
    path.chmod(mode)
    with pytest.raises(OfficinaError, match=told) as refusal:
        read_token(path)
    assert text not in str(refusal.value)


def test_a_partner_is_known_by_its_token_alone_and_never_by_none() -> None:
    partners = [Partner(id="open"), Partner(id="known", expected=TOKEN)]
    known = partner_with(TOKEN, partners)
    assert known is not None
    assert known.id == "known"
    assert partner_with("", partners) is None
    assert TOKEN not in repr(partners)


def test_nothing_is_said_over_plain_http_to_the_outside() -> None:
    with pytest.raises(OfficinaError, match="https://"):
        Partner(id="x").check_address("http://connector.example.org/dsp")
    Partner(id="x", private_network=True).check_address("http://10.0.0.1/dsp")
