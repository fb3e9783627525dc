"""Looking after the catalogue: pages for the people of the Hub's group ``curators``."""
