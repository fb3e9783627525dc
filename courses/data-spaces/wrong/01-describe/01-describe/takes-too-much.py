# Takes a blank text for a value, a code of any list for a code of this one, and a file without comparing its checksum.
# loses: gaps-test, foreign-test, load-test, load-checksum-test
# %% answer="gaps"
def gaps(facts, words):
    """Return the mandatory and the recommended words that one thing lacks."""
    return {level: sorted(word for word in wanted if word not in facts) for level, wanted in words.items()}

# %% answer="foreign"
def foreign(facts, lists):
    """Return "word value" for each value that its list does not have."""
    return sorted(
        f"{word} {value}" for word, (prefix, codes) in lists.items() for value in facts.get(word, [])
        if value.split(":")[-1] not in codes
    )

# %% answer="load"
def load(described, files):
    """Return the records of a Croissant with one file and one record set."""
    text = files[described["distribution"][0]["@id"]]
    kinds = {"sc:Float": float, "sc:Integer": int}
    fields = described["recordSet"][0]["field"]
    return [
        {field["name"]: kinds.get(field["dataType"], str)(line.get(field["name"], 0)) for field in fields}
        for line in csv.DictReader(io.StringIO(text))
    ]
