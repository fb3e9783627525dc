"""What terms allow: judged by a machine where it can, said in plain words, decided by a person."""

from officina_hub.federation.dataspace.terms.answers import Answer
from officina_hub.federation.dataspace.terms.constraints import Use
from officina_hub.federation.dataspace.terms.deciding import Judgement, judge
from officina_hub.federation.dataspace.terms.words import Clause, clauses

__all__ = ["Answer", "Clause", "Judgement", "Use", "clauses", "judge"]
