"""How well the catalogue's search orders what people look for, by a set of judged queries."""
