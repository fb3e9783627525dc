# Puts line ends between the rows, and none after the last.
# loses: record-test
# %% answer="record"
def record(rows, seed, versions):
    """Return a record whose text lacks the last line end."""
    text = "\n".join(",".join(f"{number:.6f}" for number in row) for row in rows)
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), "rows": len(rows), "seed": seed, "versions": versions}
