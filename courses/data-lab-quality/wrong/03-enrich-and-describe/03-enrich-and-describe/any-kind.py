# Asks for the properties, and not for their kinds.
# loses: shape-kinds-test
# %% answer="shape"
SHAPE = """
ex:DatasetShape a sh:NodeShape ;
    sh:targetClass dcat:Dataset ;
    sh:property [ sh:path dct:title ; sh:minCount 1 ] ;
    sh:property [ sh:path dct:publisher ; sh:minCount 1 ] ;
    sh:property [ sh:path dct:license ; sh:minCount 1 ] ;
    sh:property [ sh:path dct:issued ; sh:minCount 1 ] .
"""
