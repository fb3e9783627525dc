"""What notebooks declare, what people give, and what becomes of it before anything runs."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_courses.errors import ParametersError
from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.parameters import (
    Parameter,
    choose,
    combinations,
    declared_in,
    json_schema,
    read_axis,
    read_given,
)
from officina_courses.parameters.choosing import refuse_unknown
from officina_courses.parameters.site import site_values

CELL = '''\
"""What this notebook may be run with."""
from typing import Literal
device: Literal["cpu", "gpu"] = "cpu"  # where the model is trained
epochs: int = 3
rate: float = 1e-3  # step of the optimiser
sizes: list[int] = [16, 32]
note: str | None = None
shuffle = True
'''


def notebook(*sources: str, tags: tuple[str, ...] = ("parameters",)) -> Notebook:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "source": source, "metadata": {"tags": list(tags)}, "outputs": [],
         "execution_count": None}
        for source in sources
    ]  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    return parse_notebook(json.dumps(content).encode(), name="nb.ipynb")


@pytest.fixture
def declared() -> tuple[Parameter, ...]:
    return declared_in(notebook(CELL))


def test_annotation_default_and_comment_are_read(declared: tuple[Parameter, ...]) -> None:
    said = [(each.name, each.says, each.default, each.help) for each in declared]
    assert said == [
        ("device", "Literal['cpu', 'gpu']", "cpu", "where the model is trained"),
        ("epochs", "int", 3, ""),
        ("rate", "float", 1e-3, "step of the optimiser"),
        ("sizes", "list[int]", [16, 32], ""),
        ("note", "str | None", None, ""),
        ("shuffle", "bool", True, ""),
    ]


def test_a_notebook_without_the_tag_declares_nothing() -> None:
    assert declared_in(notebook(CELL, tags=())) == ()


def test_parameters_in_another_language_are_not_read() -> None:
    in_r = notebook("epochs <- 3L")
    in_r.content["metadata"]["kernelspec"] = {"name": "ir", "language": "R"}
    assert declared_in(in_r) == ()


def test_the_schema_refuses_other_names_and_tells_choices(declared: tuple[Parameter, ...]) -> None:
    schema = json_schema("nb", declared)
    assert schema["additionalProperties"] is False
    assert schema["properties"]["device"]["enum"] == ["cpu", "gpu"]
    assert schema["properties"]["device"]["description"] == "where the model is trained"
    assert schema["properties"]["epochs"]["default"] == 3
    assert "required" not in schema


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("epochs: int = compute()", "computed"),
        ("epochs: int = 'three'", "no int"),
        ("epochs: Path = 3", "Path"),
        ("__import__('os').system('true')", "sets no parameter"),
        ("for a in []: pass", "sets no parameter"),
        ("a, b = 1, 2", "sets no parameter"),
        ("epochs = None", "None"),
        ("sizes = [1, 'a']", "a kind that is none"),
        ("device: Literal[f()] = 'cpu'", "a kind that is none"),
        ("epochs: int", "sets no parameter"),
        ("epochs = (", "is no Python"),
        pytest.param("epochs: int = 0x" + "F" * 5000, "too many digits", id="a huge number"),
    ],
)
def test_what_is_no_declaration_is_told_with_its_line(source: str, says: str) -> None:
    with pytest.raises(ParametersError, match=r"nb\.ipynb, cell 1, line 2") as told:
        declared_in(notebook(f"seed = 1\n{source}"))
    assert says in told.value.what


@pytest.mark.parametrize(
    "source", ["a = 1" + "+1" * 600, "f(1" + "+1" * 600 + ")"], ids=["a value", "a call"]
)
def test_a_declaration_without_end_is_refused_in_words(source: str) -> None:
    with pytest.raises(ParametersError, match="nested too deep"):
        declared_in(notebook(source))


def test_two_cells_with_the_tag_are_refused() -> None:
    with pytest.raises(ParametersError, match=r"cells 1, 2"):
        declared_in(notebook("a = 1", "b = 2"))


def test_a_later_layer_counts_and_says_so(declared: tuple[Parameter, ...]) -> None:
    chosen = choose(
        declared,
        {"person": {"epochs": "5"}, "site": {"device": "gpu", "epochs": 9, "other": 1}},
    )
    assert chosen.values == {"device": "gpu", "epochs": 5}
    assert chosen.chosen_by == {"device": "site", "epochs": "person"}


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("sizes", "[1, 2]", [1, 2]),
        ("note", "null", "null"),  # text where text is allowed stays what it is
        ("note", "a b", "a b"),
        ("shuffle", "false", False),
        ("rate", "1e-5", 1e-5),
        ("rate", 1, 1.0),
    ],
)
def test_text_is_read_as_the_kind(
    declared: tuple[Parameter, ...], name: str, text: object, value: object
) -> None:
    assert choose(declared, {"person": {name: text}}).values == {name: value}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("epochs", "three"),
        ("epochs", 2.5),
        ("epochs", True),
        ("epochs", "true"),
        ("sizes", "[true]"),
        ("epochs", "1" * 5000),
        ("device", "tpu"),
        ("rate", "nan"),
        ("rate", float("inf")),
        ("sizes", "1, 2"),
        ("sizes", "[" * 5000),
        ("note", {"a": 1}),
        ("shuffle", "perhaps"),
    ],
)
def test_a_wrong_value_is_told_with_its_kind(
    declared: tuple[Parameter, ...], name: str, value: object
) -> None:
    with pytest.raises(ParametersError, match=f"{name} cannot be") as told:
        choose(declared, {"person": {name: value}})
    assert "of the kind" in told.value.todo
    assert len(str(told.value)) < 600


def test_a_number_of_thousands_of_digits_is_told_in_our_words(
    declared: tuple[Parameter, ...],
) -> None:
    with pytest.raises(ParametersError, match="it has more digits than can be read"):
        choose(declared, {"person": {"epochs": "1" * 5000}})


@given(st.dictionaries(st.text(), st.text() | st.integers() | st.none(), max_size=4))
def test_whatever_is_given_only_our_error_comes(values: dict[str, object]) -> None:
    declared = declared_in(notebook(CELL))
    try:
        chosen = choose(declared, {"person": values}).values
    except ParametersError:
        return
    assert set(chosen) <= {each.name for each in declared}


def test_an_unknown_name_is_told_with_a_near_one() -> None:
    with pytest.raises(ParametersError, match="Did you mean epochs"):
        refuse_unknown(["epoch"], ["epochs", "rate"], whose="the matrix")


def test_a_matrix_makes_each_pair() -> None:
    axes = (read_axis("seed=1,2"), read_axis('name="a,b",c'))
    assert list(combinations(axes)) == [
        {"seed": "1", "name": "a,b"},
        {"seed": "1", "name": "c"},
        {"seed": "2", "name": "a,b"},
        {"seed": "2", "name": "c"},
    ]
    assert list(combinations(())) == [{}]


@pytest.mark.parametrize(
    "text", ["seed", "=1", "seed=", "2x=1", 'seed="a', "seed=a\x00\nb", "a b=1"]
)
def test_an_axis_without_name_or_values_is_refused(text: str) -> None:
    with pytest.raises(ParametersError):
        read_axis(text)


def test_a_value_named_twice_is_refused_and_not_passed_over() -> None:
    with pytest.raises(ParametersError, match="names the value '1' of seed twice"):
        read_axis("seed=1,2,1")


def test_too_many_runs_are_refused_before_they_are_made() -> None:
    axes = tuple((f"p{n}", tuple(map(str, range(100)))) for n in range(9))
    with pytest.raises(ParametersError, match="1000 are allowed"):
        combinations(axes)


def test_values_of_a_file_stand_below_those_given_by_hand(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text('{"epochs": 1, "device": "gpu"}')
    given = read_given(("epochs=2", "note=a=b"), tmp_path / "v.json")
    assert given == {"epochs": "2", "device": "gpu", "note": "a=b"}


@pytest.mark.parametrize("content", ["[1]", "{", "\xff", "[" * 100_000, ""])
def test_a_file_that_is_no_object_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "v.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(ParametersError, match=r"v\.json"):
        read_given((), tmp_path / "v.json")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('{"seed": 1, "seed": 2}', "'seed' stands in it twice"),
        (json.dumps({f"v{n}": n for n in range(201)}), "201 values are given; 200 are allowed"),
        (" " * (1 << 20) + "{}", "it has more than 1 MiB"),
        ("[" * 100_000, "it is nested too deep"),
        (f'{{"seed": {"[" * 500}{"]" * 500}}}', "recursion limit exceeded"),
        (r'{"seed": "\ud800"}', "hex escape"),
        (f'{{"seed": {"9" * 5000}}}', "has 5000 digits; 1000 are allowed"),
    ],
    ids=[
        "a doubled name",
        "many names",
        "much text",
        "much depth",
        "some depth",
        "half a sign",
        "many digits",
    ],
)
def test_a_file_with_too_much_in_it_is_refused(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "v.json").write_text(content)
    with pytest.raises(ParametersError, match=told):
        read_given((), tmp_path / "v.json")


def test_a_file_of_another_program_with_a_mark_at_its_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / "v.json").write_text('{"seed": 3}', encoding="utf-8-sig")
    assert read_given((), tmp_path / "v.json") == {"seed": 3}


def test_a_value_that_nobody_could_read_is_refused(declared: tuple[Parameter, ...]) -> None:
    long = {"sizes": list(range(10_000)), "note": "x" * 20_000}
    for name, value in long.items():
        with pytest.raises(ParametersError, match=f"{name} has .* 20000 are allowed"):
            choose(declared, {"person": {name: value}})


def test_a_name_given_twice_is_refused() -> None:
    with pytest.raises(ParametersError, match="given twice"):
        read_given(("seed=1", "seed=2"), None)


def test_a_sites_values_are_a_table_of_its_file(tmp_path: Path) -> None:
    file = tmp_path / "factory.toml"
    file.write_text('name = "F"\n[course_parameters]\ndevice = "gpu"\n')
    assert site_values(file) == {"device": "gpu"}


@pytest.mark.parametrize(
    "text",
    [
        "course_parameters = 3",
        "[course_parameters",
        "[course_parameters]\na = 2026-01-01",
        pytest.param("[course_parameters]\na = 0x" + "F" * 5000, id="a huge number"),
    ],
)
def test_a_site_file_that_says_nothing_useful_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "f.toml").write_text(text)
    with pytest.raises(ParametersError, match="site's values"):
        site_values(tmp_path / "f.toml")
