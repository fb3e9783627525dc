"""What travels between learner's process and examiner arrives as it was, or not at all."""

from __future__ import annotations

import collections
import contextlib
import datetime
import decimal
import fractions
import json
import pathlib
import zoneinfo
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError
from officina_courses.grading.examiner.values import Writer, reader

NOON = datetime.datetime(2026, 11, 21, 12, 0, 0, 5)
PLAIN: list[Any] = [
    None,
    True,
    0,
    -(10**30),
    2**53,
    1.5,
    float("inf"),
    -0.0,
    1 + 2j,
    "è \ud800 \x00",
    b"\x00\xff",
    bytearray(b"ab"),
    [1, [2.0, "three"], None],
    (1, (2,)),
    {1, 2},
    frozenset({"a"}),
    {"a": [1], (1, 2): {"b": None}, 3.5: 4},
    collections.OrderedDict(b=1, a=2),
    collections.Counter("abca"),
    collections.deque([1, 2], maxlen=3),
    range(1, 10, 2),
    slice(None, 3),
    ...,
    NOON,
    NOON.replace(tzinfo=datetime.UTC),
    NOON.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Paris"), fold=1),
    NOON.timetz().replace(tzinfo=zoneinfo.ZoneInfo("UTC")),
    NOON.date(),
    NOON.time(),
    datetime.timedelta(days=-1, microseconds=3),
    decimal.Decimal("1.10"),
    fractions.Fraction(1, 3),
    pathlib.Path("a/b"),
    pathlib.PureWindowsPath("c:/a"),
]
ARRAYS = [
    np.arange(6).reshape(2, 3),
    np.array([]),
    np.empty((0, 3)),
    np.array(3.0),
    np.array([True, False]),
    np.array([1 + 2j]),
    np.array(["a", "bcd"]),
    np.array([b"a"]),
    np.array(["2026-11-21"], dtype="datetime64[D]"),
    np.array([1, 2], dtype=">i2"),
    np.asfortranarray(np.ones((2, 2))),
    np.array([1, "a", None, [2]], dtype=object),
]
TABLES = [
    pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": [1.5, float("nan")]}),
    pd.DataFrame({"a": pd.array([1, None], dtype="Int64"), "b": pd.Categorical(["x", "y"])}),
    pd.DataFrame({"t": pd.date_range("2026-01-01", periods=2, tz="Europe/Paris")}),
    pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"], index=["x", "y"]),
    pd.DataFrame({"a": [1]}).set_index(pd.MultiIndex.from_tuples([("k", 1)], names=["n", None])),
    pd.DataFrame(),
    pd.DataFrame({"a": [[1], {"b": 2}]}),
    pd.DataFrame({"a": [1.0, 2.0]}, index=pd.date_range("2026-01-01", periods=2, name="day")),
]
SERIES = [
    pd.Series([1, 2], name="s"),
    pd.Series(["a", None]),
    pd.Series([], dtype=float),
    pd.Series([True, None], dtype="boolean"),
    pd.Series(pd.to_timedelta([1, 2], unit="s")),
    pd.Series([1, "a"], index=[3, "b"], dtype=object),
]
MOMENTS = [
    pd.Timestamp("2026-11-21 12:00:00.000000001"),
    pd.Timestamp("2026-07-21 12:00", tz="Europe/Paris"),
    pd.Timedelta(days=3, nanoseconds=1),
]


def travelled(value: Any) -> Any:
    writer = Writer()
    form = json.loads(json.dumps(writer.write(value), allow_nan=False))
    return reader(writer.buffers).read(form)


@pytest.mark.parametrize("value", PLAIN, ids=repr)
def test_plain_values_arrive_as_they_were(value: Any) -> None:
    arrived = travelled(value)
    assert arrived == value
    assert type(arrived) is type(value)
    assert repr(arrived) == repr(value)


@pytest.mark.parametrize("view", [{"a": 1}.keys(), {"a": 1}.items(), {"a": [1]}.values()])
def test_views_of_a_dict_arrive_as_such(view: Any) -> None:
    assert list(travelled(view)) == list(view)
    assert type(travelled(view)) is type(view)


def test_a_number_that_is_none_arrives() -> None:
    arrived = travelled(float("nan"))
    assert arrived != arrived


@pytest.mark.parametrize("array", ARRAYS, ids=repr)
def test_arrays_arrive_as_they_were(array: Any) -> None:
    arrived = travelled(array)
    np.testing.assert_array_equal(arrived, array, strict=True)
    assert arrived.flags.writeable
    assert arrived.dtype == array.dtype


@pytest.mark.parametrize("number", [np.float64(1.5), np.int8(3), np.bool_(True), np.str_("a")])
def test_numbers_of_numpy_arrive_as_they_were(number: Any) -> None:
    assert travelled(number) == number
    assert type(travelled(number)) is type(number)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: repr(table.dtypes.to_dict()))
def test_tables_arrive_as_they_were(table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(travelled(table), table)


@pytest.mark.parametrize("series", SERIES, ids=lambda series: str(series.dtype))
def test_series_and_their_indexes_arrive_as_they_were(series: Any) -> None:
    pd.testing.assert_series_equal(travelled(series), series)
    pd.testing.assert_index_equal(travelled(series.index), series.index)


@pytest.mark.parametrize("moment", MOMENTS, ids=repr)
def test_moments_arrive_as_they_were(moment: Any) -> None:
    assert travelled(moment) == moment
    assert repr(travelled(moment)) == repr(moment)


def test_nothing_of_pandas_arrives_as_itself() -> None:
    assert travelled([pd.NA, pd.NaT])[0] is pd.NA
    assert travelled([pd.NA, pd.NaT])[1] is pd.NaT


class AlwaysEqual:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class LyingInt(int):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


class LyingZone(datetime.tzinfo):
    def utcoffset(self, moment: object) -> datetime.timedelta:
        return datetime.timedelta(0)


class LyingArray(np.ndarray[Any, Any]):
    pass


class LyingTable(pd.DataFrame):
    pass


def deep() -> list[Any]:
    value: list[Any] = []
    for _ in range(100):
        value = [value]
    return value


@pytest.mark.parametrize(
    "value",
    [
        AlwaysEqual(),
        LyingInt(3),
        type("Text", (str,), {})("a"),
        type("List", (list,), {})([1]),
        type("Dict", (dict,), {})(),
        type("Path", (pathlib.PosixPath,), {})("a"),
        NOON.replace(tzinfo=LyingZone()),
        NOON.replace(tzinfo=zoneinfo.ZoneInfo.no_cache("Europe/Paris")),
        np.zeros(2).view(LyingArray),
        LyingTable({"a": [1]}),
        np.array([AlwaysEqual()], dtype=object),
        pd.Series([AlwaysEqual()], dtype=object),
        [1, {"a": AlwaysEqual()}],
        np.zeros(2, dtype=[("a", "i4")]),
        np.ma.masked_array([1, 2]),
        lambda: 3,
        AlwaysEqual,
        deep(),
        [0] * 1_000_001,
        1 << (1 << 21),
        np.zeros(9_000_000),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_could_lie_or_is_too_large_does_not_travel(value: Any) -> None:
    with pytest.raises(CannotTravelError):
        Writer().write(value)


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"t": 3},
        {"t": "pickle", "v": "80"},
        {"t": "tuple"},
        {"t": "tuple", "v": "ab"},
        {"t": "set", "v": [[1]]},
        {"t": "int", "v": "0x" + "f" * 10**6},
        {"t": "float", "v": "1e5"},
        {"t": "dict", "v": [[1]]},
        {"t": "array", "dtype": "O", "shape": [1], "b": 0},
        {"t": "array", "dtype": "|O8", "shape": [1], "b": 0},
        {"t": "array", "dtype": "<f8,<f8", "shape": [1], "b": 0},
        {"t": "array", "dtype": "<f8", "shape": [2], "b": 0},
        {"t": "array", "dtype": "<f8", "shape": [-1], "b": 0},
        {"t": "array", "dtype": "<f8", "shape": [True], "b": 0},
        {"t": "array", "dtype": "<f8", "shape": [1], "b": 1},
        {"t": "array", "dtype": "<f8", "shape": [1], "b": -1},
        {"t": "array", "dtype": "<U2", "shape": [1], "b": 0},
        {"t": "objects", "shape": [2], "v": [1]},
        {"t": "range", "v": [0, "x", 1]},
        {"t": "series", "name": None, "index": {"range": [0, 9, 1], "names": [None]}, "v": {}},
        {"t": "timestamp", "v": "0x1", "unit": "eons", "zone": None},
        {"t": "fraction", "v": ["0x1", "0x0"]},
        {"t": "path", "v": ["Path", "a"]},
        {"t": "time", "v": "12:00", "zone": "../UTC", "fold": 0},
        {"t": "time", "v": "12:00", "zone": "No/Where", "fold": 0},
        {"t": "time", "v": "12:00+01:00", "zone": "UTC", "fold": 0},
        {"t": "time", "v": "12:00", "zone": "UTC", "fold": 2},
    ],
    ids=str,
)
def test_a_form_that_nothing_of_ours_writes_is_refused(form: Any) -> None:
    with pytest.raises(OutOfFormError):
        reader([b"\xff" * 8]).read(form)


def test_a_deep_form_is_refused() -> None:
    with pytest.raises(OutOfFormError):
        reader([]).read(deep())


def test_a_byte_that_is_neither_true_nor_false_becomes_true() -> None:
    form = {"t": "array", "dtype": "|b1", "shape": [1], "b": 0}
    found = reader([b"\x02"]).read(form)
    assert found.tobytes() == b"\x01"


FORMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["t", "v", "b", "dtype", "shape", "index", "columns", "names", "codes"]
            ),
            inner | st.sampled_from(["array", "table", "series", "index", "dict", "<f8", "int"]),
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300)
@given(FORMS)
def test_no_form_does_more_than_be_refused(form: Any) -> None:
    with contextlib.suppress(OutOfFormError):
        reader([b"\x00" * 8]).read(form)
