# Whether a test calls what it says: a function of functions that an answer has exchanged.
#
# Called with a name before the first cell, it binds a function under it, behind the packages, where
# rm(list = ls()) does not reach. That one, called with a word, the text of a test and the names that
# it may find bound, says the word where each other function that the test names, and each method of
# R's for it, is R's or a package's, and where none was registered or bound for a kind of values that
# everybody has, as doubles: R looks for functions in the workspace first. What it calls itself was
# kept beforehand.
(function(name) {
    room <- list2env(
        Filter(is.function, mget(ls(baseenv(), all.names = TRUE), envir = baseenv())),
        parent = emptyenv()
    )
    table_of <- function(space) {
        get0(".__S3MethodsTable__.", envir = asNamespace(space), inherits = FALSE)
    }
    environment(table_of) <- room
    looks <- eval(quote({
        # A function in the place of a value could give the looker another one than the test.
        is_active <- function(name) {
            for (place in search()) {
                around <- as.environment(place)
                if (exists(name, envir = around, inherits = FALSE)) {
                    return(bindingIsActive(as.name(name), around))
                }
            }
            FALSE
        }
        # R locks what a package holds; stats::median finds it there.
        is_open <- function(name) {
            any(vapply(loadedNamespaces(), function(space) {
                around <- asNamespace(space)
                exists(name, envir = around, inherits = FALSE) &&
                    !identical(around, base) && !bindingIsLocked(name, around)
            }, TRUE))
        }
        is_whole <- function(name) {
            if (is_active(name) || is_open(name)) return(FALSE)
            found <- get0(name, envir = globalenv(), mode = "function")
            if (is.null(found)) return(TRUE)
            is_known <- in_base <- exists(name, envir = room, inherits = FALSE)
            if (in_base && identical(found, room[[name]])) return(TRUE)
            for (place in setdiff(search(), skipped)) {
                usual <- get0(
                    name, envir = as.environment(place), mode = "function", inherits = FALSE
                )
                if (!startsWith(place, "package:") || is.null(usual)) next
                is_known <- TRUE
                if (is.null(environment(usual))) {
                    is_a_packages <- !in_base
                } else {
                    space <- topenv(environment(usual))
                    is_a_packages <- isNamespace(space) && !identical(space, base)
                }
                if (is_a_packages && identical(found, usual)) return(TRUE)
            }
            !is_known
        }
        is_for_all <- function(name, starts) {
            any(vapply(starts[startsWith(name, starts)], function(start) {
                substring(name, nchar(start) + 1L) %in% kinds
            }, TRUE))
        }
        is_registered_by_us <- function(name, starts, space, table) {
            found <- table[[name]]
            if (identical(found, registered[[space]][[name]])) return(TRUE)
            whose <- topenv(environment(found))
            if (isNamespace(whose) && !identical(whose, base)) {
                if (identical(found, get0(name, envir = whose, inherits = FALSE))) return(TRUE)
            }
            is.null(registered[[space]][[name]]) && !is_for_all(name, starts)
        }
        is_dispatched_as_before <- function(starts) {
            for (space in loadedNamespaces()) {
                table <- table_of(space)
                if (is.null(table)) next
                for (name in ls(table, all.names = TRUE)) {
                    if (!any(startsWith(name, starts))) next
                    if (!is_registered_by_us(name, starts, space, table)) return(FALSE)
                }
            }
            TRUE
        }
        function(word, text, own) {
            used <- all.names(parse(text = text, keep.source = FALSE), unique = TRUE)
            here <- ls(globalenv(), all.names = TRUE)
            starts <- paste0(c(used, "Ops", "Math", "Summary"), ".")
            methods <- Filter(function(name) any(startsWith(name, starts)), here)
            looked_at <- setdiff(c(used, methods), strsplit(own, "\n", fixed = TRUE)[[1]])
            for (name in looked_at) if (nzchar(name)) {
                if (!is_whole(name)) return(invisible())
                is_new <- !exists(name, envir = room, mode = "function", inherits = FALSE)
                is_here <- exists(name, envir = globalenv(), mode = "function", inherits = FALSE)
                if (is_new && is_here && is_for_all(name, starts)) return(invisible())
            }
            if (!is_dispatched_as_before(starts)) return(invisible())
            cat(word)
        }
    }), list2env(
        list(
            room = room, base = .BaseNamespaceEnv,
            skipped = c("package:base", "package:IRkernel"),
            table_of = table_of,
            registered = sapply(loadedNamespaces(), function(space) {
                table <- table_of(space)
                if (!is.null(table)) as.list.environment(table, all.names = TRUE)
            }, simplify = FALSE),
            kinds = c(
                "default", "double", "integer", "numeric", "matrix", "array", "function", "logical",
                "character", "complex", "raw", "list", "NULL", "name", "call", "language",
                "environment", "data.frame", "factor", "Date", "POSIXct", "POSIXt", "difftime",
                "table", "formula", "ts", "lm", "glm", "htest"
            )
        ),
        parent = room
    ))
    attach(
        structure(list(looks), names = name),
        pos = length(search()), name = "grader", warn.conflicts = FALSE
    )
})
