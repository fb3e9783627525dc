"""Grading all that was collected in an nbgrader course folder, without portal and hub.

The sandboxes run side by side in several *workers*; the gradebook and the course's folders are
written by one process, this one, a whole submission at a time.
"""

from officina_courses.folder_grading.batch import grade_folder, prepare
from officina_courses.folder_grading.order import FolderOrder, Graded, open_order

__all__ = ["FolderOrder", "Graded", "grade_folder", "open_order", "prepare"]
