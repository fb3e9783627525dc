# Capital letters matter.
# loses: find-test-other-list, speaks-test
# %% answer="speaks"
def speaks(service, language): return language in service['languages'].split(';')
