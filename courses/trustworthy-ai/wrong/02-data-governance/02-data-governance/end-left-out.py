# Leaves the last node out of the path.
# loses: walk-test
# %% answer="walk"
def walk(tree, answers):
    """Return the questions that were passed."""
    node, path = "start", []
    while "ask" in tree[node] and node in answers:
        path.append(node)
        node = tree[node]["yes" if answers[node] else "no"]
    return path
