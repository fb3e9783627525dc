"""Whatever becomes of the bytes of a package: it is refused, or it says the same as before."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hostile_packages import Forge
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from package_samples import Packed

from officina_courses.packages import (
    REFUSALS,
    PackageFacts,
    PackageRefused,
    PublicKey,
    read_facts,
    verify_package,
)
from officina_courses.packages.layout import CRATE, SIGNATURE

FEW = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
# What a stranger's signature, which nobody can check, may change.
OF_STRANGERS = {"sha256", "claimed_by"}


def facts_or_refusal(path: Path, data: bytes, trusted: dict[str, PublicKey]) -> PackageFacts | None:
    """None where it is refused with a code of the table; anything else makes the test fail."""
    path.write_bytes(data)
    try:
        return verify_package(path, trusted) if trusted else read_facts(path)
    except PackageRefused as error:
        return None if error.code in REFUSALS else pytest.fail(f"unknown code {error.code}")


@pytest.fixture(scope="module")
def forge(packed: Packed) -> Forge:
    return Forge(packed)


@given(chance=st.data())
@FEW
def test_flipped_bytes_are_found_by_those_who_trust_all_signatures(
    packed: Packed, forge: Forge, tmp_path: Path, chance: st.DataObject
) -> None:
    data = bytearray(forge.good)
    for place, bits in chance.draw(
        st.dictionaries(st.integers(0, len(data) - 1), st.integers(1, 255), min_size=1, max_size=4)
    ).items():
        data[place] ^= bits
    trusted = {key.id: key.public for key in (packed.key, packed.second)}
    assert facts_or_refusal(tmp_path / "p.zip", bytes(data), trusted) is None


@given(chance=st.data())
@FEW
def test_flipped_bytes_change_nothing_else_for_those_who_trust_one(
    packed: Packed, forge: Forge, tmp_path: Path, chance: st.DataObject
) -> None:
    """Mostly in the signature, where one of two is a stranger's."""
    data = bytearray(forge.good)
    start = forge.good.index(b'"payload"')
    place = chance.draw(st.integers(start, len(data) - 1))
    data[place] ^= chance.draw(st.integers(1, 255))
    for trusted in ({packed.key.id: packed.key.public}, {}):
        facts = facts_or_refusal(tmp_path / "p.zip", bytes(data), trusted)
        if facts is not None:
            same = facts.model_copy(
                update={key: getattr(packed.facts, key) for key in (*OF_STRANGERS, "signed_by")}
            )
            assert same == packed.facts


@given(chance=st.data())
@FEW
def test_pieces_that_are_cut_doubled_or_exchanged_are_refused(
    forge: Forge, tmp_path: Path, chance: st.DataObject
) -> None:
    places = st.integers(0, len(forge.good))
    one, two = sorted((chance.draw(places), chance.draw(places)))
    piece = chance.draw(st.sampled_from([b"", forge.good[one:two] * 2, forge.good[:one][-99:]]))
    data = forge.good[:one] + piece + forge.good[two:]
    if data != forge.good:
        assert facts_or_refusal(tmp_path / "p.zip", data, {}) is None


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["@id", "@type", "files", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def places_of(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a JSON value, as what holds it and its key there."""
    keys = list(value) if isinstance(value, dict) else range(len(value))
    found = [(value, key) for key in keys]
    inner = [value[key] for key in keys if isinstance(value[key], (dict, list))]
    return found + [place for each in inner for place in places_of(each)]


@pytest.mark.parametrize("name", [CRATE, SIGNATURE])
@given(chance=st.data())
@FEW
def test_documents_with_any_value_anywhere_are_refused_or_say_the_same(
    packed: Packed, forge: Forge, tmp_path: Path, name: str, chance: st.DataObject
) -> None:
    document = json.loads(forge.files[name])
    holder, key = chance.draw(st.sampled_from(places_of(document)))
    holder[key] = chance.draw(VALUES)
    text = (json.dumps(document, indent=1, sort_keys=True) + "\n").encode()
    changed: dict[str, Any] = {name: text} if name == SIGNATURE else {SIGNATURE: None, name: text}
    facts = facts_or_refusal(tmp_path / "p.zip", forge.with_files(**changed), {})
    if facts is not None:
        assert facts.course == packed.facts.course
        assert facts.files == packed.facts.files


@given(data=st.binary(max_size=400))
@FEW
def test_any_bytes_are_refused(tmp_path: Path, data: bytes) -> None:
    assert facts_or_refusal(tmp_path / "p.zip", data, {}) is None


@given(text=st.text(max_size=200) | st.binary(max_size=200))
@FEW
def test_any_course_toml_is_refused_or_read(
    forge: Forge, tmp_path: Path, text: str | bytes
) -> None:
    course = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    facts_or_refusal(tmp_path / "p.zip", forge.unsigned(**{"course/course.toml": course}), {})
