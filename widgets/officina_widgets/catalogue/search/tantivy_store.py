"""The fields of an index in tantivy, and how documents get in and out of it.

Words come folded and parted by spaces, so tantivy takes them as they are. ``backwards`` holds each
word once, from its end, as the vocabulary in which words with a given end are found.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import tantivy

from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.sorting import title_key
from officina_widgets.catalogue.search.weight import weight
from officina_widgets.catalogue.search.wording import Wording

WORDS: Final = "words"
BACKWARDS: Final = "backwards"
ID: Final = "id"
TITLE: Final = "title"
MODIFIED: Final = "modified"
WEIGHT: Final = "weight"
STORED: Final = "stored"
FACET_FIELDS: Final = {name: f"facet_{name}" for name in FACET_NAMES}

HEAP_TO_MAKE: Final = 256 * 1024**2
HEAP_TO_CHANGE: Final = 32 * 1024**2


def schema() -> tantivy.Schema:
    """What is indexed and kept of a document."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(WORDS, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field(BACKWARDS, tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field(ID, tokenizer_name="raw", index_option="basic")
    builder.add_text_field(TITLE, tokenizer_name="raw", index_option="basic", fast=True)
    for field in FACET_FIELDS.values():
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field(MODIFIED, fast=True)
    builder.add_float_field(WEIGHT, fast=True)
    builder.add_bytes_field(STORED, stored=True)
    return builder.build()


def make(folder: Path, documents: Iterable[Document]) -> int:
    """A new index in an empty folder."""
    index = tantivy.Index(schema(), path=str(folder), reuse=False)
    writer = index.writer(heap_size=HEAP_TO_MAKE, num_threads=1)
    return _written(writer, documents, ())


def change(folder: Path, documents: Iterable[Document], removed: Iterable[str]) -> int:
    """Replace and take away in one commit."""
    writer = tantivy.Index.open(str(folder)).writer(heap_size=HEAP_TO_CHANGE, num_threads=1)
    return _written(writer, documents, removed)


def _written(
    writer: tantivy.IndexWriter, documents: Iterable[Document], removed: Iterable[str]
) -> int:
    written, wording = 0, Wording()
    try:
        for id_ in removed:
            writer.delete_documents_by_term(ID, id_)
        for document in documents:
            writer.delete_documents_by_term(ID, document.id)
            writer.add_document(_as_kept(document, wording))
            written += 1
    except BaseException:
        writer.rollback()
        raise
    else:
        writer.commit()
    finally:
        writer.wait_merging_threads()  # which also gives tantivy's own lock back
    return written


def _as_kept(document: Document, wording: Wording) -> tantivy.Document:
    worded = wording.of(document)
    kept = tantivy.Document()
    kept.add_text(WORDS, " ".join(worded.indexed))
    kept.add_text(BACKWARDS, " ".join(word[::-1] for word in worded.words))
    kept.add_text(ID, document.id)
    kept.add_text(TITLE, title_key(document))
    for name, values in document.facets.items():
        for value in dict.fromkeys(values):
            kept.add_text(FACET_FIELDS[name], value)
    kept.add_unsigned(MODIFIED, document.modified)
    kept.add_float(WEIGHT, 2 ** weight(document) - 2)  # tantivy multiplies by log2(2 + this)
    kept.add_bytes(STORED, document.stored)
    return kept
