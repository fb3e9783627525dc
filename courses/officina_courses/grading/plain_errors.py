"""What Python's most common exceptions mean, in plain words for somebody who just began.

They are sentences of the tables of translations; whoever shows them says them in the reader's
language.
"""

from __future__ import annotations

from typing import Final

from officina_courses.saying import Saying, say

PLAIN: Final[dict[str, Saying]] = {
    "AssertionError": say("The test wants something else than what came out of your code."),
    "AttributeError": say("Something is asked of a value that values of its type do not have."),
    "FileNotFoundError": say(
        "A file of that name is not there. Only files in the exercise's folder are sent along."
    ),
    "ImportError": say("Something is imported that the package does not have."),
    "IndentationError": say("A line is indented more or less than Python expects there."),
    "IndexError": say("A place is asked for that the list or array does not have."),
    "KeyError": say("A key or column is asked for that is not there."),
    "MemoryError": say("More memory is needed than an exercise may use."),
    "ModuleNotFoundError": say("A package is imported that is not installed for this course."),
    "NameError": say(
        "A name is used that no cell above has given a value, or it is spelt otherwise there."
    ),
    "NotImplementedError": say(
        "Nothing is answered here yet: put your code in place of that line."
    ),
    "RecursionError": say("A function calls itself again and again without coming to an end."),
    "SyntaxError": say("Python cannot read this line: often a bracket, quote or colon is missing."),
    "TypeError": say("A value of another type is needed there, or another number of arguments."),
    "UnboundLocalError": say("A name is used in a function before it is given a value there."),
    "ValueError": say("The value has the right type, but cannot be used there."),
    "ZeroDivisionError": say("Something is divided by zero."),
}


def plain_words(error: str) -> str:
    """What an exception of that name means; empty for a name that is not in the table."""
    found = PLAIN.get(error)
    return str(found) if found else ""
