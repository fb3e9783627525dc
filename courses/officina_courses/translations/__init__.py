"""A course in further languages: overlays that lie beside the course and never in it.

An *overlay* is ``translations/<language>/``: ``course.po`` for what ``course.toml`` says, and
``<exercise>/<notebook>.po`` for each notebook, in gettext's format, which translators' programs
read. A *text* is one cell or one field; its *key* is the cell's id or the field's name, and stands
as the entry's context. An entry keeps the source that it was translated from. Where the SHA-256 of
that source is not the one of the course's text any more, the entry is *outdated*: it is not shown,
and learners get the course's own text with a note.

Only text is translated. Code, solutions, tests, mark schemes and metadata come from the course, so
a learner's marks do not depend on the language.
"""
