# Turnover for each person left in millions.
# loses: firm-per-person-test
# %% answer="firm"
firm_name, staff, turnover_million_eur, turnover_per_person_eur = 'Example Pumps', 38, 6.5, 6.5 / 38
