"""Course material in a learner's home: brought and updated, and no file of theirs ever lost.

*Upstream* is the exercise's current release on the portal, *base* what was brought here last time,
*here* what lies in the folder now. ``merge`` decides, ``fetching`` does.
"""

from officina_widgets.material.fetching import FetchReport, fetch_material
from officina_widgets.material.manifest import Manifest, read_manifest
from officina_widgets.material.merge import Note

__all__ = ["FetchReport", "Manifest", "Note", "fetch_material", "read_manifest"]
