"""Whether a test in another language calls what it says: functions that an answer has exchanged.

The kernel itself looks, by a function that is made before the first cell and keeps what it needs.
Names that the trainer's own cells bind are the exercise's, and are not looked at.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

# Binds a function of the name {name}. Called with a word, the text of a test and the names that it
# may find bound, it says the word where each other function that the test names, and each method
# of R's for it, is R's or a package's: R looks for functions in the workspace first. What it calls
# itself was kept beforehand. It stands behind the packages, where rm(list = ls()) does not reach.
R_MAKES = """\
attach(list({name} = local({{
    room <- list2env(
        Filter(is.function, mget(ls(baseenv(), all.names = TRUE), envir = baseenv())),
        parent = emptyenv()
    )
    eval(quote({{
        is_whole <- function(name) {{
            found <- get0(name, envir = globalenv(), mode = "function")
            if (is.null(found)) return(TRUE)
            is_known <- in_base <- exists(name, envir = room, inherits = FALSE)
            if (in_base && identical(found, room[[name]])) return(TRUE)
            for (place in setdiff(search(), skipped)) {{
                usual <- get0(
                    name, envir = as.environment(place), mode = "function", inherits = FALSE
                )
                if (!startsWith(place, "package:") || is.null(usual)) next
                is_known <- TRUE
                if (is.null(environment(usual))) {{
                    is_a_packages <- !in_base
                }} else {{
                    space <- topenv(environment(usual))
                    is_a_packages <- isNamespace(space) && !identical(space, base)
                }}
                if (is_a_packages && identical(found, usual)) return(TRUE)
            }}
            !is_known
        }}
        function(word, text, own) {{
            used <- all.names(parse(text = text, keep.source = FALSE), unique = TRUE)
            here <- ls(globalenv(), all.names = TRUE)
            starts <- paste0(c(used, "Ops", "Math", "Summary"), ".")
            methods <- Filter(function(name) any(startsWith(name, starts)), here)
            looked_at <- setdiff(c(used, methods), strsplit(own, "\\n", fixed = TRUE)[[1]])
            for (name in looked_at) if (nzchar(name) && !is_whole(name)) return(invisible())
            cat(word)
        }}
    }}), list2env(
        list(
            room = room, base = .BaseNamespaceEnv,
            skipped = c("package:base", "package:IRkernel")
        ),
        parent = room
    ))
}})), pos = length(search()), name = "grader", warn.conflicts = FALSE)
"""
R_LOOKS = "{name}({word}, {text}, {own})"
BOUND = re.compile(
    r"""(?:`([^`\n]+)`|([\w.]+)|["']([\w.]+)["'])[ \t]*(?:<<?-|=[ \t]*(?:function\b|\\\())"""
    r"""|->>?[ \t]*([\w.]+)|\b(?:assign|setGeneric|setMethod)\([ \t]*["']([^"'\n]+)["']"""
)


def bound_names(sources: Iterable[str]) -> frozenset[str]:
    """What cells in R bind, as far as their text shows it."""
    found = (match for source in sources for match in BOUND.findall(source))
    return frozenset(name for groups in found for name in groups if name)


def quoted(text: str) -> str:
    """A text as R writes it; of a cell that has the character 0 in it R would read nothing."""
    return json.dumps(text.replace("\0", ""), ensure_ascii=False)
