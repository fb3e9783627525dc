# Never waits.
# loses: crawl-test
# %% answer="crawl"
def crawl(start, most):
    """Crawl without a pause."""
    web.new_log()
    kept = []
    waiting = [one_address(url) for url in start]
    seen, known, count = set(), {}, Counter()
    while waiting:
        url = waiting.pop(0)
        if url in seen:
            continue
        seen.add(url)
        site, path = site_and_path(url)
        if site not in known:
            known[site] = manners(site)
        if known[site] is None or count[site] >= most or not may_fetch(known[site]["rules"], path) or place_reserved(known[site]["tdmrep"], path):
            continue
        count[site] += 1
        page = fetch(url)
        if page["status"] == 200:
            tags, links = tags_and_links(url, page["text"])
            if not opted_out(page["headers"], tags):
                kept.append(url)
            waiting += [one_address(link) for link in links]
    return kept, web.log()
