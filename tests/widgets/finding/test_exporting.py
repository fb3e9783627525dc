"""An exported page carries its records, and nothing in them can end or change it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from finder_samples import HOSTILE, KeptCatalogue, dataset, filed

from officina_widgets import find_datasets


def exported(path: Path, catalogue: KeptCatalogue, **options: int) -> tuple[str, dict]:
    find_datasets(catalogue=catalogue).export_html(path, **options)
    page = path.read_text(encoding="utf-8")
    (records,) = re.findall(r'<script type="application/json" id="records">(.*?)</script>', page)
    return page, json.loads(records)


def test_all_records_are_in_it_however_many_pages_of_answers_that_takes(tmp_path: Path):
    catalogue = KeptCatalogue(*(filed(dataset(number), number) for number in range(1, 251)))
    finder = find_datasets(catalogue=catalogue)
    assert finder.export_html(tmp_path / "all.html") == 250
    _, kept = exported(tmp_path / "some.html", catalogue, limit=120)
    assert len(kept["records"]) == 120
    assert kept["records"][0]["facets"]["theme"] == ["ENVI"]


def test_no_record_can_end_its_element_or_load_anything(tmp_path: Path):
    hostile = filed(dataset(title={"en": HOSTILE}, description={"en": "$code <!--<script>"}))
    page, kept = exported(tmp_path / "page.html", KeptCatalogue(hostile))
    assert kept["records"][0]["card"]["title"]["text"] == HOSTILE
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "default-src 'none'" in page


def test_a_page_without_records_is_a_page(tmp_path: Path):
    page, kept = exported(tmp_path / "none.html", KeptCatalogue())
    assert kept["records"] == []
    assert '<html lang="en"' in page
