# Does not count the hour 0 to the night.
# loses: alert-test
# %% answer="alert"
def alert(login, bits, key):
    """Return an alert whose night begins at 1 o'clock."""
    token = hmac.new(key, login["user"].encode(), hashlib.sha256).hexdigest()
    return {"who": token[:12], "bits": round(bits, 1), "night": 0 < login["hour"] < 6}
