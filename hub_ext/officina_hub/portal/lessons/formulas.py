r"""Formulas: TeX as MathML, which browsers show and screen readers read, without a script.

The converter believes what it is given (``\text{<b>}``, ``\href``), so its answer is read as XML
and written anew, with nothing in it but MathML's own elements. What it cannot convert is shown as
it was typed.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final
from xml.etree import ElementTree

LONGEST: Final = 3000  # characters
# What must be in a text before it is read as XML at all; the converter writes none of it.
NO_XML: Final = ("<!", "<?")
SPACE: Final = "{http://www.w3.org/1998/Math/MathML}"
ELEMENTS: Final = frozenset(
    {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mstyle"}
    | {"msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts"}
    | {"mtable", "mtr", "mtd", "mpadded", "mphantom", "menclose"}
)
ATTRIBUTES: Final = frozenset(
    {"accent", "columnalign", "columnspacing", "columnlines", "depth", "display", "displaystyle"}
    | {"fence", "form", "height", "linethickness", "lspace", "mathvariant", "maxsize", "minsize"}
    | {"movablelimits", "rowlines", "rowspacing", "rspace", "scriptlevel", "separator"}
    | {"stretchy", "symmetric", "width"}
)


@lru_cache(maxsize=500)
def formula_html(tex: str, display: str) -> str:
    """A formula ``inline`` or as a ``block``; as code where it cannot be converted."""
    tree = _tree(tex, display)
    if tree is None:
        return f"<code>{escape(tex)}</code>"
    return "".join(_written(tree))


def _tree(tex: str, display: str) -> ElementTree.Element | None:
    # Imported late: it reads a table of symbols, which takes a quarter of a second.
    from latex2mathml.converter import convert

    if len(tex) > LONGEST:
        return None
    try:
        text = convert(tex, display=display)
        if any(mark in text for mark in NO_XML):
            return None
        tree = ElementTree.fromstring(text)  # noqa: S314 - no DOCTYPE and no entities in it
    except Exception:  # whatever a formula makes of the converter, the page is shown
        return None
    return tree if all(_is_mathml(one) for one in tree.iter()) else None


def _is_mathml(element: ElementTree.Element) -> bool:
    return element.tag.startswith(SPACE) and element.tag.removeprefix(SPACE) in ELEMENTS


def _written(element: ElementTree.Element) -> list[str]:
    name = element.tag.removeprefix(SPACE)
    kept = "".join(
        f' {key}="{escape(value)}"' for key, value in element.items() if key in ATTRIBUTES
    )
    parts = [f"<{name}{kept}>", escape(element.text or "")]
    for child in element:
        parts += _written(child)
        parts.append(escape(child.tail or ""))
    return [*parts, f"</{name}>"]
