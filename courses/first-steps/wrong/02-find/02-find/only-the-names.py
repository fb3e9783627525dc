# Only the names.
# loses: find-test-directory, find-test-other-list, services-for-need-test
# %% answer="services-for-need"
def services_for_need(services, need): return [s['name'] for s in services if s['need'] == need]
