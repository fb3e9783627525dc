# Looks for the letters noai anywhere, so that other tags with them count, too.
# loses: opted-out-test
# %% answer="opted-out"
def opted_out(headers, tags):
    """Return whether the letters noai or a reservation stand somewhere."""
    for name, content in [*headers.items(), *tags]:
        if name.lower() == "tdm-reservation" and content == "1":
            return True
        if "noai" in content.lower():
            return True
    return False
