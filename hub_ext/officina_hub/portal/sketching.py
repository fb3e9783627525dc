"""From the stored files of a release to the sketch of its material; runs off the loop."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from typing import Final

from officina_courses.course_files import SOURCE
from officina_courses.errors import CourseError
from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.similarity.material import CourseSketch, sketch_of
from officina_hub.portal.blobs import BlobDamaged, BlobStore
from officina_widgets.wire import FileEntry

log = logging.getLogger("officina.portal")

NOTEBOOK: Final = ".ipynb"
LARGEST_NOTEBOOK: Final = 20 << 20  # bytes; beyond it there are pictures, not words


def sketch_of_files(files: Iterable[FileEntry], blobs: BlobStore) -> CourseSketch:
    """The sketches of a course folder's notebooks; what cannot be read is left out."""
    return sketch_of(_notebooks(files, blobs))


def _notebooks(files: Iterable[FileEntry], blobs: BlobStore) -> Iterator[tuple[str, Notebook]]:
    for file in files:
        if not (file.path.startswith(f"{SOURCE}/") and file.path.endswith(NOTEBOOK)):
            continue
        if file.size > LARGEST_NOTEBOOK:
            continue
        try:
            with blobs.open(file.sha256) as stream:
                yield file.path, parse_notebook(stream.read(), name=file.path)
        except (BlobDamaged, CourseError) as error:
            log.info("%s was not looked at for near-copies: %s", file.path, error)
