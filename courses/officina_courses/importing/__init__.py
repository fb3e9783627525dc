"""How an nbgrader folder becomes a course: find, mend, describe. ``importer`` is the door."""
