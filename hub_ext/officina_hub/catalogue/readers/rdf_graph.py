"""RDF of strangers as a graph: bounded, quiet, and with the line where it cannot be understood."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.sax import SAXParseException

import rdflib
from rdflib import Dataset, Graph
from rdflib.exceptions import ParserError
from rdflib.parser import PythonInputSource
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.plugins.stores.memory import Memory

from officina_hub.catalogue.readers.contexts import without_addresses
from officina_hub.catalogue.readers.json_text import too_deep
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.rdf_xml import read_rdf_xml
from officina_hub.catalogue.readers.source import Source
from officina_hub.catalogue.readers.syntax_faults import told_plainly
from officina_hub.catalogue.readers.xml_text import refuse_entities

# Against it relative IRIs are resolved that no file may have; the name can never be anybody's.
NOWHERE: Final = "https://relative.invalid/"
SEVERAL_GRAPHS: Final = frozenset({"json-ld", "nquads", "trig"})
COUNTED: Final = re.compile(r":(\d+):(\d+): ")
XML_DECLARATION: Final = re.compile(r"\A\ufeff?<\?xml[^>]{0,200}\?>")


class BoundedMemory(Memory):
    """Stops a file that is small on the disk or endless in triples from filling the memory."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most
        self._left = most

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: FBT001, FBT002
        self._left -= 1
        if self._left < 0:
            raise Unreadable(
                "the file",
                f"it holds more than {self._most:,} triples, which is all that is read at once; "
                "split it into several files",
            )
        super().add(triple, context, quoted)


def graph_of(source: Source, syntax: str) -> Graph:
    """All graphs of the file as one; raises ``Unreadable``."""
    store = BoundedMemory(source.limits.triples)
    graph = Dataset(store, default_union=True) if syntax in SEVERAL_GRAPHS else Graph(store)
    with _told_as_unreadable(source), _literals_as_written():
        if syntax == "json-ld":
            document = PythonInputSource(_linked(source.json))
            graph.parse(document, format=syntax, publicID=NOWHERE)
        elif syntax == "xml":
            refuse_entities(source.text, source.limits)
            text = XML_DECLARATION.sub("", source.text)
            read_rdf_xml(text, graph, NOWHERE)
        else:
            graph.parse(data=source.text, format=syntax, publicID=NOWHERE)
    return graph


def _linked(document: object) -> Any:
    if not isinstance(document, dict | list):
        raise Unreadable("the file", "it is one value and no document; write an object or a list")
    return without_addresses(document)


@contextmanager
def _told_as_unreadable(source: Source) -> Iterator[None]:
    logger = logging.getLogger("rdflib")
    before = logger.level
    logger.setLevel(logging.CRITICAL)  # each odd date would be a traceback at the terminal
    try:
        yield
    except BadSyntax as error:
        raise Unreadable(f"line {error.lines + 1}", _mend(error._why)) from error
    except SAXParseException as error:
        where = f"line {error.getLineNumber()}, column {(error.getColumnNumber() or 0) + 1}"
        raise Unreadable(where, _mend(error.getMessage())) from error
    except Unreadable:
        raise
    except ParserError as error:
        raise Unreadable(_place_of(str(error), source.text), _mend(str(error))) from error
    except RecursionError as error:
        raise too_deep(source.limits) from error
    except MemoryError:
        raise  # nothing is wrong with the file; whoever bounded the memory says what is
    except Exception as error:
        # rdflib's readers meet what they did not expect with whatever Python then says.
        raise Unreadable("the file", _mend(str(error))) from error
    finally:
        logger.setLevel(before)


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Without it rdflib writes a decimal of 1E+999999999 out: a gigabyte of noughts."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _mend(why: str) -> str:
    return told_plainly("it cannot be understood as RDF", why)


def _place_of(said: str, text: str) -> str:
    """Where RDF/XML's reader says it was, or the line that N-Quads' reader shows uncounted."""
    if counted := COUNTED.search(said):
        return f"line {counted.group(1)}, column {int(counted.group(2)) + 1}"
    shown = said.partition("\n")[2].strip("'\"")[:200]
    position = text.find(shown) if shown else -1
    number = text.count("\n", 0, position) + 1
    return f"line {number}" if position >= 0 else "the file"
