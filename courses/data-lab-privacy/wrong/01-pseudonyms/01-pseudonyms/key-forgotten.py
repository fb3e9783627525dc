# Hashes the address without the key: anybody can guess it.
# loses: token-test, pseudonymise-test
# %% answer="token"
def token(key, email):
    """Return a hash that is the same for every key."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
