"""What Croissant tells of files, tables and columns that a record has no field for.

Records keep it in Croissant's own words, as JSON-LD (``as_croissant``): where the values of a
column stand, which files a set takes, how tables are joined. Readers keep these terms and no
others, and the writer gives back these and no others.
"""

from __future__ import annotations

from typing import Final

OF_FILE: Final = ("@id", "containedIn", "includes", "excludes", "contentUrl")
OF_TABLE: Final = ("key", "data", "dataType")
OF_COLUMN: Final = (
    "@id", "dataType", "source", "references", "parentField", "subField", "repeated", "isArray",
    "arrayShape", "equivalentProperty",
)  # fmt: skip
