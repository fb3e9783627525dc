# Whether an answer looks at who calls it, where a test says what it expects; and a place for the
# test's own variables, where no function of an answer finds them by name.
#
# Called with a name before the first cell, it binds a list of three functions under it, behind the
# packages: `takes` gets the text of a test and those of the trainer's cells that are no tests,
# `runs` runs the test, and `tells` says a word where nobody looked. What they call themselves was
# kept beforehand.
(function(name) {
    room <- list2env(
        Filter(is.function, mget(ls(baseenv(), all.names = TRUE), envir = baseenv())),
        parent = emptyenv()
    )
    kit <- eval(quote({
        aside <- new.env(parent = globalenv())
        now <- list2env(list(runs = FALSE, was_asked = FALSE), parent = emptyenv())

        # What a piece of code consists of. An empty argument, as of x[1, ], is no code.
        parts <- function(code) {
            if (identical(code[[1]], quote(`$`)) || identical(code[[1]], quote(`@`))) code <- code[1:2]
            all <- as.list(code)
            all[nzchar(as.character(all))]
        }
        # The names that a function's code binds in its own frame.
        bound <- function(code) {
            if (!is.call(code) || identical(code[[1]], quote(`function`))) return(character())
            binds <- as.character(code[[1]])[1] %in% c("<-", "=", "for")
            own <- if (binds && !is.call(code[[2]])) as.character(code[[2]])
            c(own, unlist(lapply(parts(code), bound)))
        }
        # The names that code finds around it, by name or by a text.
        around <- function(code, own = character()) {
            if (is.symbol(code) || is.character(code)) return(setdiff(as.character(code), own))
            if (!is.call(code)) return(character())
            if (!identical(code[[1]], quote(`function`))) {
                return(unlist(lapply(parts(code), around, own)))
            }
            given <- as.list(code[[2]])
            own <- c(own, names(given), bound(code[[3]]))
            given <- given[nzchar(as.character(given))]
            unlist(lapply(c(given, code[[3]]), around, own))
        }
        read <- function(text) {
            tryCatch(
                as.list(parse(text = text, keep.source = FALSE)), error = function(problem) list()
            )
        }
        arguments <- function(code) {
            if (is.call(code)) c(names(code), unlist(lapply(parts(code), arguments)))
        }

        is_an_answers <- function(found) {
            if (typeof(found) != "closure") return(FALSE)
            place <- environment(found)
            while (!identical(place, globalenv())) {
                is_other <- identical(place, aside) || isNamespace(place)
                if (is_other || identical(place, baseenv()) || identical(place, emptyenv())) {
                    return(FALSE)
                }
                place <- parent.env(place)
            }
            TRUE
        }
        # Called by a function of R's that shows something of those who called, with what it shows.
        note <- function(shown, kind, which = 0) {
            if (!now$runs) return(NULL)
            asking <- sys.parents()[sys.nframe() - 1L]
            if (asking <= now$first) return(NULL)
            callers <- now$first + seq_len(asking - now$first)
            of_an_answer <- callers[vapply(callers, function(caller) {
                is_an_answers(sys.function(caller))
            }, TRUE)]
            if (!length(of_an_answer)) return(NULL)
            outside <- min(of_an_answer)
            looks <- if (kind == "all") {
                # Packages look to tell of an error, but not where an answer has just called them.
                any(c(asking, sys.parents()[asking]) %in% of_an_answer)
            } else if (kind == "one") {
                (if (which > 0) which else asking + which) < outside && !is_harmless(asking)
            } else {
                frames <- sys.frames()[seq_len(outside - 1L)]
                is_theirs <- !identical(shown, globalenv()) && !is_harmless(asking)
                is_theirs && any(vapply(c(frames, aside), identical, TRUE, shown))
            }
            if (looks) now$was_asked <- TRUE
            NULL
        }
        # These ask for every caller of theirs, and show it to nobody.
        is_harmless <- function(asking) {
            found <- sys.function(asking)
            if (identical(found, dynGet)) found <- sys.function(sys.parents()[asking])
            any(vapply(list(match.call, match.fun, loadNamespace), identical, TRUE, found))
        }
        watched <- function(usual, kind) {
            noted <- list(note, quote(shown), kind)
            if (kind == "one") noted <- c(noted, quote(which))
            body(usual) <- call(
                "{", call("<-", quote(shown), body(usual)), as.call(noted), quote(shown)
            )
            usual
        }

        takes <- function(text, trainers) {
            now$was_asked <- TRUE  # until the text is read: else it does not run here
            test <- parse(text = text, keep.source = FALSE)
            solved <- unlist(lapply(trainers, read))
            now$shared <- unlist(lapply(solved, around))
            used <- unlist(lapply(as.list(test), all.names))
            named <- unlist(lapply(as.list(test), arguments))
            is_whole <- !any(used %in% places) && !any(named %in% c("envir", "inherits", "pos"))
            now$place <- if (is_whole && !any(now$shared %in% looking)) aside else globalenv()
            now$allowed <- any(now$shared %in% looking)
            now$test <- test
            now$was_asked <- FALSE
            invisible()
        }
        # The trainer's own answers may find these, and a function that a test defines.
        hand_over <- function() {
            for (own in ls(aside, all.names = TRUE)) {
                if (own %in% now$shared || is.function(aside[[own]])) {
                    assign(own, aside[[own]], envir = globalenv())
                    rm(list = own, envir = aside)
                }
            }
        }
        # An error of the test itself is shown as R shows one that no function raised.
        show_alone <- function(problem) {
            if (identical(conditionCall(problem), quote(eval(statement, now$place)))) {
                problem$call <- NULL
                stop(problem)
            }
        }
        runs <- function() {
            last <- list(visible = FALSE, value = NULL)
            for (statement in as.list(now$test)) {
                if (last$visible) eval(call("print", call("quote", last$value)), globalenv())
                last <- withCallingHandlers(run_one(statement), error = show_alone)
                hand_over()
            }
            if (last$visible) last$value else invisible(last$value)
        }
        run_one <- function(statement) {
            now$first <- sys.nframe()
            now$runs <- TRUE
            on.exit(now$runs <- FALSE)
            withVisible(eval(statement, now$place))
        }
        is_by_itself <- function(found) {
            is.function(found) && is_an_answers(found) && ".Internal" %in% all.names(body(found))
        }
        tells <- function(word) {
            if (!now$allowed) {
                is_as_before <- vapply(names(kept), function(which) {
                    identical(get(which, envir = baseenv()), kept[[which]])
                }, TRUE)
                found <- mget(ls(globalenv(), all.names = TRUE), envir = globalenv())
                if (now$was_asked || !all(is_as_before)) return(invisible())
                if (any(vapply(found, is_by_itself, TRUE))) return(invisible())
            }
            cat(word)
        }
        kept <- list(
            sys.call = watched(sys.call, "one"), sys.function = watched(sys.function, "one"),
            sys.frame = watched(sys.frame, "frame"), parent.frame = watched(parent.frame, "frame"),
            sys.calls = watched(sys.calls, "all"), sys.frames = watched(sys.frames, "all")
        )
        list(takes = takes, runs = runs, tells = tells, kept = kept)
    }), list2env(
        list(
            places = c(
                "ls", "objects", "ls.str", "rm", "remove", "environment", "clusterExport", "mget",
                "sys.call", "sys.calls", "sys.frame", "sys.frames", "sys.function", "parent.frame"
            ),
            looking = c(
                "get", "get0", "mget", "exists", "eval", "evalq", "substitute", "match.call",
                "dynGet", "eval.parent", "environment", "globalenv", "sys.call", "sys.calls",
                "sys.frame", "sys.frames", "sys.function", "parent.frame", "clusterExport"
            )
        ),
        parent = room
    ))
    for (which in names(kit$kept)) {
        unlockBinding(which, baseenv())
        assign(which, kit$kept[[which]], envir = baseenv())
        lockBinding(which, baseenv())
    }
    attach(
        structure(list(kit[1:3]), names = name),
        pos = length(search()), name = "grader", warn.conflicts = FALSE
    )
})
