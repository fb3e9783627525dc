"""What every program that imports nbformat or JupyterHub would compile, and none of them asks for.

``jsonschema`` imports ``rfc3987_syntax`` for the formats of internationalised addresses. That one
compiles grammars while it is imported: measured, 0.65 of the 0.77 seconds that ``import nbformat``
takes. No schema of Jupyter names such a format, and one that did would still be judged as ever.

For rfc3987_syntax 1.1 with lark 1.3; delete this when it compiles them on its first question.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from officina_courses.stand_ins import function_later

OF_ADDRESSES: Final = {
    "rfc3987_syntax": "is_valid_syntax",
    "rfc3986_validator": "validate_rfc3986",
}


def grammars_later() -> None:
    """Put them off until somebody asks; to be called before anything of Jupyter is imported."""
    for module, function in OF_ADDRESSES.items():
        if find_spec(module) is not None:
            function_later(module, function)
