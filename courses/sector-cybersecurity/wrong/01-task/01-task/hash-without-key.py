# Hashes the name without the key: whoever has a list of names finds them all.
# loses: alert-test
# %% answer="alert"
def alert(login, bits, key):
    """Return an alert."""
    token = hashlib.sha256(login["user"].encode()).hexdigest()
    return {"who": token[:12], "bits": round(bits, 1), "night": login["hour"] < 6}
