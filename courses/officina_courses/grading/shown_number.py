"""The number that the last value of a test is, for partial credit."""

from __future__ import annotations

import re

NUMPY_SCALAR = re.compile(r"^np\.(?:u?int|float|longdouble)\d*\((.+)\)$")  # since NumPy 2, by repr


def shown_number(value: str | None) -> float | None:
    """What ``value``, as IPython shows it, is as a number; None where it is none."""
    try:
        return None if value is None else float(NUMPY_SCALAR.sub(r"\1", value))
    except ValueError:
        return None
