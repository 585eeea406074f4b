"""One document, three forms: plain text, HTML and Markdown."""

from __future__ import annotations

import pytest

from stretchlib.core.document import (
    Block,
    Break,
    Cell,
    Columns,
    Details,
    Document,
    Heading,
    Item,
    List,
    Paragraph,
    Span,
    Table,
    Terms,
    emphasis,
    small,
    strong,
)

BLOCKS: dict[str, tuple[Block, str, str, str]] = {
    "heading": (Heading("Steps", 4), "Steps", "<h4>Steps</h4>", "#### Steps"),
    "paragraph": (Paragraph((strong("Start:"), " sit", Break.SPACE, emphasis("low", plain="[low]")), indent=2),
                  "  Start: sit\n  [low]", "<p><b>Start:</b> sit <i>low</i></p>", "**Start:** sit  \n*low*"),
    "list": (List((("a", Break.LINE, "b"), "c"), indent=2), "  - a\n    b\n  - c", "<ul><li>a<br>b</li><li>c</li></ul>",
             "- a  \n  b\n- c"),
    "list without marks": (List(("a", "b"), mark=""), "a\nb", "<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    "numbered list": (List((Item("a", ("x", "y")), "b"), ordered=True, loose=True), "1. a\n   - x\n   - y\n\n2. b",
                      "<ol><li>a<ul><li>x</li><li>y</li></ul></li><li>b</li></ol>", "1. a\n   - x\n   - y\n2. b"),
    "terms": (Terms((("arm", ("lever", Break.LINE, small("source"))),)), "arm: lever\n    source",
              "<dl><dt><b>arm</b></dt><dd>lever<br><small>source</small></dd></dl>", "**arm**: lever  \nsource"),
    "table": (Table("Lab", ("Done", "Step", "Text"), ((Cell(Span("\u2610", plain="[ ]"), "box"), Cell("1", "row"),
                                                      Cell(("go", Break.LINE, "on"), "prose")),), "{0} {1}. {2}"),
              "Lab\n[ ] 1. go\n      on",
              '<table><caption>Lab</caption><thead><tr><th scope="col">Done</th><th scope="col">Step</th>'
              '<th scope="col">Text</th></tr></thead><tbody>'
              '<tr style="break-inside:avoid;vertical-align:top;text-align:left">'
              '<td aria-hidden="true" style="font-size:1.4em">\u2610</td><th scope="row">1</th>'
              '<td style="text-align:left">go<br>on</td></tr></tbody></table>',
              "Lab\n\n| Done | Step | Text |\n| --- | --- | --- |\n| \u2610 | 1 | go<br>on |"),
    "details": (Details(Span("More", plain=""), (Paragraph("x"),)), "x",
                "<details><summary>More</summary><p>x</p></details>", "More\n\nx"),
    "details apart": (Details(Span("More"), (Paragraph("x"), Paragraph("y", apart=True)), choice="a b"),
                      "More\nx\n\ny", '<details name="a b"><summary>More</summary><p>x</p><p>y</p></details>',
                      "More\n\nx\n\ny"),
    "columns": (Columns(((Heading("A", 4, apart=True), Paragraph("x")), (Paragraph("y", indent=2),))), "\nA\nx\n  y",
                '<div style="columns:2 20em;column-gap:2em">'
                '<div style="break-inside:avoid;display:flow-root"><h4>A</h4><p>x</p></div>'
                '<div style="break-inside:avoid;display:flow-root"><p>y</p></div></div>', "#### A\n\nx\n\ny"),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_in_each_form(name: str) -> None:
    block, plain, html, markdown = BLOCKS[name]
    assert (block.plain(), block.html(), block.markdown()) == (plain, html, markdown)


def test_a_document_keeps_its_parts_apart_and_tells_its_language() -> None:
    document = Document(((Heading("A"), Paragraph("b")), Heading("C", 4, apart=True), Paragraph("d", indent=2)), "de")
    assert document.plain() == "A\nb\n\nC\n  d"
    assert document.html() == '<div lang="de"><h3>A</h3><p>b</p>\n<h4>C</h4>\n<p>d</p></div>'
    assert document.markdown() == "### A\n\nb\n\n#### C\n\nd\n"


@pytest.mark.parametrize("text", ["<b>x</b>", "a | b", "*x* _y_ `z`", "# x", "- x", "1. x", "[x](y)", "$x$"])
def test_a_text_makes_no_markup_anywhere(text: str) -> None:
    blocks = (Heading(text), Paragraph((text, strong(text))), List((Item(text, (text,)),)), Terms(((text, text),)),
              Table(text, (text,), ((Cell(text),),), "{0}"), Details(Span(text), (Paragraph(text),)))
    document = Document(blocks, "en")
    assert document.plain().count(text) == 11
    assert "<b>x</b>" not in document.html()
    assert "$x$" not in document.html()
    for marked in ("<b>", " | b", "*x*", "_y_", "`z`", "\n# x", "\n- x", "\n1. x", "[x]"):
        assert marked not in document.markdown().replace(f"\\{marked.strip()}", "")
