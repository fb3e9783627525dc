"""Sketches the releases that came before sketches were kept: once, when the portal starts."""

from __future__ import annotations

import logging

from officina_hub.portal.context import Portal
from officina_hub.portal.sketching import sketch_of_files
from officina_hub.portal.store.near_copies import keep_sketch, without_sketch
from officina_hub.portal.store.releases import package_files

log = logging.getLogger("officina.portal")


async def sketch_earlier_releases(portal: Portal) -> None:
    """One after the other; what is left when the portal ends is done at its next start."""
    try:
        for release_id in await portal.read(without_sketch):
            if portal.is_closing:
                return
            files = await portal.read(package_files, release_id)
            sketch = await portal.keep(sketch_of_files, files, portal.blobs)
            await portal.write(keep_sketch, release_id, sketch)
    except Exception:
        log.exception("not all courses could be looked at for near-copies; it is tried at a start")
