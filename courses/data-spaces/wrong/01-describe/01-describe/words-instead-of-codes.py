# Writes the theme and the country as words instead of codes, and forgets the licence of the file.
# loses: ovens-dataset-test, ovens-things-test
# %% answer="ovens"
OVENS = """
ex:ovens a dcat:Dataset ;
    dct:title "Energy of ovens"@en ; dct:description "By quarter of an hour."@en ;
    dcat:keyword "oven"@en, "energy"@en ; dct:publisher ex:bakery ; dcat:contactPoint ex:contact ;
    dcat:theme "Energy" ; dct:spatial "Austria" ; dct:temporal ex:week ; dcat:distribution ex:ovens-csv .
ex:bakery a foaf:Agent ; foaf:name "A made-up bakery" .
ex:ovens-csv a dcat:Distribution ; dcat:accessURL <https://bakery.example/ovens.csv> ; dct:format ft:CSV .
"""
