"""Pandas' tables, columns, indexes and moments as they travel: built anew column by column."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from officina_courses.grading.examiner.forms import CannotTravelError, OutOfFormError, Reader

# Kinds of columns that pandas builds from a plain list; all else travels as arrays do.
LISTED = re.compile(
    r"U?Int(8|16|32|64)|Float(32|64)|boolean|str|string(\[(python|pyarrow)\])?"
    r"|datetime64\[(s|ms|us|ns), [A-Za-z0-9_+:/-]{1,40}\]"
)


def write(writer: Any, value: Any, depth: int) -> dict[str, Any] | None:
    """The form of a value of pandas; None for anything else."""
    pandas: Any = sys.modules.get("pandas")
    if pandas is None or not type(value).__module__.startswith("pandas"):
        return None
    if value is pandas.NaT or value is pandas.NA:
        return {"t": "nothing", "v": "NaT" if value is pandas.NaT else "NA"}
    kind = type(value)
    if kind is pandas.DataFrame:
        columns = [column for _, column in value.items()]
        return {
            "t": "table",
            "columns": _index(writer, pandas, value.columns, depth),
            "index": _index(writer, pandas, value.index, depth),
            "v": [_column(writer, column, depth) for column in columns],
        }
    if kind is pandas.Series:
        return {
            "t": "series",
            "name": writer.write(value.name, depth),
            "index": _index(writer, pandas, value.index, depth),
            "v": _column(writer, value, depth),
        }
    if isinstance(value, pandas.Index):
        return {"t": "index", **_index(writer, pandas, value, depth)}
    if kind in (pandas.Timestamp, pandas.Timedelta):
        return _moment(pandas, value)
    return None


def _moment(pandas: Any, value: Any) -> dict[str, Any]:
    is_moment = type(value) is pandas.Timestamp
    zone = None if not is_moment or value.tz is None else str(value.tz)
    if zone is not None and not _is_known(value, zone):
        raise CannotTravelError("its time zone cannot travel")
    form = {"t": "timestamp" if is_moment else "span", "v": hex(value._value), "unit": value.unit}
    return {**form, "zone": zone} if is_moment else form


def _is_known(moment: Any, zone: str) -> bool:
    """Whether the name of a zone leads to it: dateutil's are called by their files."""
    try:
        return str(moment.tz_convert(zone).tz) == zone
    except Exception:
        return False


def _column(writer: Any, column: Any, depth: int) -> dict[str, Any]:
    """The values of a Series or an Index."""
    name = str(column.dtype)
    if name == "category":
        return {
            "codes": writer.write(column.array.codes.copy(), depth),
            "categories": _column(writer, column.array.categories, depth),
            "ordered": bool(column.array.ordered),
        }
    if LISTED.fullmatch(name):
        items = column.tolist()
        if column.hasnans:
            items = [None if missing else item for item, missing in zip(items, column.isna())]  # noqa: B905
        return {"dtype": name, "v": writer.write(items, depth)}
    if name == "object" or column.dtype.kind in "biufcmM":
        return {"array": writer.write(column.to_numpy(), depth)}
    raise CannotTravelError(f"a column of {name[:80]} cannot travel")


def _index(writer: Any, pandas: Any, index: Any, depth: int) -> dict[str, Any]:
    names = [writer.write(name, depth) for name in index.names]
    if type(index) is pandas.RangeIndex:
        return {"range": [index.start, index.stop, index.step], "names": names}
    if type(index) is pandas.MultiIndex:
        levels = [index.get_level_values(place) for place in range(index.nlevels)]
        return {"levels": [_column(writer, level, depth) for level in levels], "names": names}
    form = {"v": _column(writer, index, depth), "names": names}
    if isinstance(index, pandas.DatetimeIndex | pandas.TimedeltaIndex) and index.freq is not None:
        form["freq"] = index.freqstr
    return form


def _read_column(reader: Reader, form: Any, depth: int) -> Any:
    import pandas

    if type(form) is not dict:
        raise OutOfFormError("a column is out of form")
    if "codes" in form:
        return pandas.Categorical.from_codes(
            reader.read(form["codes"], depth),
            pandas.Index(_read_column(reader, form["categories"], depth)),
            ordered=form["ordered"] is True,
        )
    if "dtype" in form:
        if not LISTED.fullmatch(reader.text(form["dtype"])):
            raise OutOfFormError("a column's kind is out of form")
        items = reader.read(form["v"], depth)
        if type(items) is not list:
            raise OutOfFormError("a column is out of form")
        return pandas.array(items, dtype=form["dtype"])
    array = reader.read(form["array"], depth)
    if type(array).__module__ != "numpy" or array.ndim != 1:
        raise OutOfFormError("a column is out of form")
    return array


def _read_index(reader: Reader, form: Any, depth: int) -> Any:
    import pandas

    names = [reader.read(name, depth) for name in form["names"]]
    if "range" in form:
        ends = [reader.read(end, depth) for end in form["range"]]
        if len(ends) != 3 or any(type(end) is not int for end in ends):
            raise OutOfFormError("an index is out of form")
        return pandas.RangeIndex(*ends, name=names[0])
    if "levels" in form:
        levels = [_read_column(reader, level, depth) for level in form["levels"]]
        return pandas.MultiIndex.from_arrays(levels, names=names)
    values = _read_column(reader, form["v"], depth)
    index = pandas.Index(values, dtype=getattr(values, "dtype", None), name=names[0])
    if "freq" in form:
        index.freq = reader.text(form["freq"])
    return index


def _table(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import pandas

    index, columns = (_read_index(reader, form[part], depth) for part in ("index", "columns"))
    values = [_read_column(reader, column, depth) for column in form["v"]]
    if len(values) != len(columns) or any(len(column) != len(index) for column in values):
        raise OutOfFormError("a table is not of its own shape")
    table = pandas.DataFrame(
        {place: pandas.Series(column, index=index) for place, column in enumerate(values)},
        index=index,
    )
    table.columns = columns
    return table


def _series(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import pandas

    index, values = (
        _read_index(reader, form["index"], depth),
        _read_column(reader, form["v"], depth),
    )
    if len(values) != len(index):
        raise OutOfFormError("a series is not of its own length")
    dtype = getattr(values, "dtype", None)
    return pandas.Series(values, index=index, dtype=dtype, name=reader.read(form["name"], depth))


def _stamp(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import numpy
    import pandas

    moment = numpy.datetime64(int(reader.text(form["v"]), 16), _unit(form["unit"]))
    found = pandas.Timestamp(moment)
    zone = form["zone"]
    return found if zone is None else found.tz_localize("UTC").tz_convert(reader.text(zone))


def _span(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import numpy
    import pandas

    ticks = int(reader.text(form["v"]), 16)
    return pandas.Timedelta(numpy.timedelta64(ticks, _unit(form["unit"])))


def _unit(found: Any) -> Any:
    if found not in ("s", "ms", "us", "ns"):
        raise OutOfFormError("a unit of time is out of form")
    return found


def _nothing(reader: Reader, form: dict[str, Any], depth: int) -> Any:
    import pandas

    return {"NaT": pandas.NaT, "NA": pandas.NA}[form["v"]]


READERS: dict[str, Callable[[Reader, dict[str, Any], int], Any]] = {
    "table": _table,
    "series": _series,
    "index": _read_index,
    "timestamp": _stamp,
    "span": _span,
    "nothing": _nothing,
}
