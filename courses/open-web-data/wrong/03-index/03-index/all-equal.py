# Counts terms without asking how rare they are.
# loses: search-test
# %% answer="search"
def search(question, index, lengths, most):
    """Return the documents that have most of the question's terms."""
    points = {}
    for term in question:
        for document, times in index.get(term, []):
            points[document] = points.get(document, 0) + times / lengths[document]
    return sorted(points, key=lambda document: (-points[document], document))[:most]
