# Adds every mask, so that they do not cancel out; clips the sum, where each row should be clipped; says 0 where there is no noise.
# loses: masked-test, noisy-sum-test, epsilon-test
# %% answer="masked"
def masked(message, own, secrets):
    """Return the message with all masks added."""
    return message + sum(mask(secret, message.shape) for secret in secrets.values())


# %% answer="noisy-sum"
def noisy_sum(gradients, limit, noise, seed):
    """Return the clipped sum of the gradients, with noise."""
    total = np.sum(gradients, axis=0)
    length = max(1e-12, np.sqrt((total**2).sum()))
    total = total * min(1.0, limit / length)
    return total + np.random.default_rng(seed).normal(0, noise * limit, total.shape)


# %% answer="epsilon"
def epsilon(rounds, noise, delta):
    """Return the epsilon, and 0 without noise."""
    rho = rounds / (2 * noise**2) if noise else 0.0
    return rho + 2 * math.sqrt(rho * math.log(1 / delta))
