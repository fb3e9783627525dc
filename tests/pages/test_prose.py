"""Markdown of trainers, charts and data blocks: readable, and unable to do anything."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from page_samples import sample_detail

from officina_hub.portal.pages.charts import Part, Row, class_plot, mark_bar
from officina_hub.portal.pages.prose import render_markdown
from officina_hub.portal.pages.structured import course_json_ld

EVIL = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "![x](https://tracker.example/pixel.png)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    '[x](https://a.example "\\" onclick=alert(1)")',
    "<a href=x style=position:fixed>",
)


@pytest.mark.parametrize("text", EVIL)
def test_markdown_can_do_nothing(text: str) -> None:
    page = BeautifulSoup(render_markdown(text), "html.parser")
    assert not page.select("script, img, iframe, style, [style], [onclick], [onerror]")
    assert all(link["href"].startswith("https:") for link in page.find_all("a"))


@given(st.text())
def test_any_text_becomes_tags_that_prose_needs(text: str) -> None:
    assert not BeautifulSoup(render_markdown(text), "html.parser").select("script, img, iframe")


def test_markdown_has_headings_lists_links_and_tables() -> None:
    page = BeautifulSoup(
        render_markdown("# Why\n\n- *one*\n\n[home](https://a.example)\n\n|a|\n|-|\n|1|"),
        "html.parser",
    )
    assert page.h3.get_text() == "Why"
    assert page.li.em.get_text() == "one"
    assert page.a["rel"] == ["noopener", "noreferrer"]
    assert page.td.get_text() == "1"


def test_a_bar_is_filled_by_its_share_and_never_over() -> None:
    def filled(score: float, most: float) -> float:
        bar = BeautifulSoup(mark_bar(score, most, "label"), "html.parser")
        return float(bar.select_one(".mark-bar-fill")["width"])

    assert [filled(6, 12), filled(99, 12), filled(-1, 12), filled(1, 0)] == [60, 120, 0, 0]


def test_a_title_in_a_plot_is_text() -> None:
    plot = class_plot([Row("<b>x</b>", (Part(1, "plot-done"), Part(0, "plot-none")))], "all")
    page = BeautifulSoup(plot, "html.parser")
    assert page.b is None
    assert page.select_one(".plot-label").get_text() == "<b>x</b>"
    assert [text.get_text() for text in page.find_all("text")] == ["1"]


def test_a_piece_too_small_for_its_number_has_none() -> None:
    plot = class_plot([Row("x", (Part(3, "plot-done"), Part(197, "plot-none")))], "all")
    page = BeautifulSoup(plot, "html.parser")
    assert len(page.find_all("rect")) == 2
    assert [text.get_text() for text in page.find_all("text")] == ["197"]


def test_the_data_block_is_schema_org_and_cannot_end_its_element() -> None:
    detail = sample_detail()
    evil = detail.course.model_copy(update={"title": "</script><script>"})
    block = course_json_ld(
        detail.model_copy(update={"course": evil}), url="https://x", provider="P"
    )
    assert "<" not in block
    data = json.loads(block)
    assert data["@type"] == "Course"
    assert data["name"] == "</script><script>"
    assert data["timeRequired"] == "PT90M"
    assert data["hasPart"][0]["name"] == "What an AI Factory offers"
