"""What a translation must keep, wherever it stands in its text."""

from __future__ import annotations

import pytest

from officina_courses.translations.faithful import unfaithful


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("<details open>\n<summary>Why</summary>", "<details\n open>\n<summary>Warum</summary>"),
        ('<img src="a.png" alt="A square"/>', '<img alt="Ein Quadrat" src="a.png" />'),
        ("See https://a.example.", "(Siehe https://a.example)"),
        ("1. One\n\n    Go on", "1. Eins\n\n    Weiter"),
        ("If $a<b$ and $c>d$", "Falls $a<b$ sowie $c>d$"),
        ("Note: see [this](#the-rule)", "Hinweis: siehe [dies](#die-regel)"),
        ("[one](a.md), then [two](b.md)", "[zwei](b.md) nach [eins](a.md)"),
        ("[here](a.md) and [here](b.md)", "[here](b.md) und [hier](a.md)"),
        ("It costs 5 $ or 6 $.", "Es kostet 5 $ oder 6 $."),
        ("From $5 to $10", "Von $5 bis $10"),
        ("Put &lt;your name&gt; there", "Setzen Sie &lt;Ihr Name&gt; ein"),
        ("> Call `a`\n> or `b`", "> Rufen Sie `b`\n> oder `a`"),
    ],
)
def test_what_languages_write_otherwise_is_kept(source: str, translation: str) -> None:
    assert list(unfaithful("text", source, translation)) == []


@pytest.mark.parametrize(
    "template",
    [
        "- Type\n\n      {}\n",
        "1. Type\n\n       {}\n",
        "> Type\n>\n>     {}\n",
        "> ~~~\n> {}\n> ~~~\n",
        "1. Type\n\n    ~~~\n    {}\n    ~~~\n",
        "- ~~~\n  {}\n  ~~~\n",
        "***\n    {}\n",
        "Rule\n====\n    {}\n",
        "- a\n\n<!-- -->\n\n    {}\n",
        "<pre>\n{}\n</pre>",
        "<details>\n<pre><code>{}</code></pre>\n</details>",
    ],
)
def test_code_is_told_wherever_it_stands(template: str) -> None:
    source = template.format("pip install good")
    assert list(unfaithful("text", source, source.replace("Type", "Tippe"))) == []
    assert list(unfaithful("text", source, template.format("pip install evil"))) == [
        "the line of code pip install good is missing",
        "the line of code pip install evil is not in the source",
    ]


@pytest.mark.parametrize("element", ["code", "kbd", "samp"])
def test_code_that_is_written_as_html_is_told(element: str) -> None:
    template = f"Run <{element}>{{}}</{element}>."
    assert list(unfaithful("text", template.format("a  &lt; b"), template.format("a < b"))) == []
    said = list(unfaithful("text", template.format("good"), template.format("evil")))
    assert said == ["the code good is missing", "the code evil is not in the source"]


@pytest.mark.parametrize(
    "template",
    ["$$\n{} \n$$", "Text\n$$\n{}\n$$\ntext", "So $ {} $ is", "Of 5 $ or ${}$", "\\\\({}\\\\)"],
)
def test_a_formula_is_told_however_it_is_set(template: str) -> None:
    source = template.format("x^2")
    assert list(unfaithful("text", source, template.format("x ^ 2"))) == []
    missing, brought = unfaithful("text", source, template.format("x^3"))
    assert missing.startswith("the formula")
    assert "x^3" in brought


def test_a_blank_that_ends_a_command_is_kept() -> None:
    assert list(unfaithful("text", "$a\\in B$", "$a \\in  B$")) == []
    assert len(list(unfaithful("text", "$a\\in B$", "$a\\inB$"))) == 2


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("<!-- note -->\n\nKeep it.", "<!-- note\n\nBehalte es."),
        ("<!-- note -->\n\nKeep it.", "<!-- note\n\nBehalte es. -->"),
        ("One <!-- note --> two.\n\nKeep it.", "Eins <!-- note\n\nBehalte es. --> zwei."),
        ("<div>\n<!-- note -->\n</div>\n\nKeep it.", "<div>\n<!-- note\n</div>\n\nBehalte es."),
    ],
)
def test_a_comment_that_swallows_words_is_told(source: str, translation: str) -> None:
    assert any(
        said.startswith("the comment <!-- note") for said in unfaithful("text", source, translation)
    )


@pytest.mark.parametrize(
    ("source", "translation", "said"),
    [
        (
            "[x](https://a.example/(v1)/good)",
            "[y](https://a.example/(v1)/evil)",
            "the link https://a.example/(v1)/evil is not in the source",
        ),
        (
            "[x](files/(a)/good.ipynb)",
            "[y](files/(a)/../../evil.ipynb)",
            "the link files/(a)/../../evil.ipynb is not in the source",
        ),
        (
            "[Docs](https://a.example) and [Pay](https://b.example)",
            "[Pay](https://a.example) und [Docs](https://b.example)",
            "the link Docs leads to https://b.example, other than in the source",
        ),
        (
            "[`a`](a.md), <a href='b.md'>b</a>",
            "[`a`](b.md), <a href='b.md'>b</a>",
            "the link a leads to b.md, other than in the source",
        ),
        (
            "[so][1] [or][2]\n\n[1]: https://a.example\n[2]: https://b.example",
            "[so oder][2] [so][1]\n\n[1]: https://b.example\n[2]: https://a.example",
            "[1] leads to https://b.example, other than in the source",
        ),
    ],
)
def test_a_link_that_leads_elsewhere_is_told(source: str, translation: str, said: str) -> None:
    assert list(unfaithful("text", source, source)) == []
    assert said in list(unfaithful("text", source, translation))


def test_lines_of_code_keep_their_order() -> None:
    said = list(unfaithful("text", "```\na\nb\n```", "```\nb\na\n```"))
    assert said == ["the lines of code stand in another order"]
