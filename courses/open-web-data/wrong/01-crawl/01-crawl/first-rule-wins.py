# Lets the first rule that fits decide, as old readers of robots.txt do.
# loses: may-fetch-test, crawl-test
# %% answer="may-fetch"
def may_fetch(rules, path):
    """Return whether the first rule that fits lets a path be fetched."""
    for field, value in rules:
        if field in ("allow", "disallow") and value and path.startswith(value):
            return field == "allow"
    return True
