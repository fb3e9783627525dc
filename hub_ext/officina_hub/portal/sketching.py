"""From the stored files of a release to the sketch of its material; runs off the loop."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator

from officina_courses.errors import CourseError
from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.similarity.material import CourseSketch, is_material, sketch_of
from officina_hub.portal.blobs import BlobDamaged, BlobStore
from officina_widgets.wire import FileEntry

log = logging.getLogger("officina.portal")


def sketch_of_files(files: Iterable[FileEntry], blobs: BlobStore) -> CourseSketch:
    """The sketches of a course folder's notebooks; what cannot be read is left out."""
    return sketch_of(_notebooks(files, blobs))


def _notebooks(files: Iterable[FileEntry], blobs: BlobStore) -> Iterator[tuple[str, Notebook]]:
    for file in files:
        if not is_material(file.path, file.size):
            continue
        try:
            with blobs.open(file.sha256) as stream:
                yield file.path, parse_notebook(stream.read(), name=file.path)
        except (BlobDamaged, CourseError) as error:
            log.info("%s was not looked at for near-copies: %s", file.path, error)
