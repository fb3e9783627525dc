"""One submission after another through each grader, on the same files, in turns."""
