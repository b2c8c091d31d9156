"""What a researcher adds to a notebook stands on the page, or is refused with its cell."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from umkm_analysis.characters import visible_html
from umkm_analysis.pages.content.cells import Content, content
from umkm_analysis.pages.fragment import paragraphs

if TYPE_CHECKING:
    from pathlib import Path

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n rest").decode()
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><metadata>Monday</metadata><path d="M0 0"/></svg>'
FRAME = """<style scoped>.dataframe tbody tr th { vertical-align: top; }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>nilai</th><th>nama</th></tr>
</thead><tbody><tr><th>2021</th><td>-3.69</td><td>a &lt; b</td></tr>
<tr><th>2022</th><td>NaN</td><td>c</td></tr></tbody></table>"""
DESCRIBED = "#| fig-alt: Dua garis yang bersilang\nplot()"


def displayed(metadata: dict[str, Any] | None = None, **data: str) -> Any:
    names = {
        "html": "text/html",
        "md": "text/markdown",
        "latex": "text/latex",
        "plain": "text/plain",
        "png": "image/png",
    }
    bundle = {names.get(name, name.replace("__", "/")): value for name, value in data.items()}
    return new_output("display_data", bundle, metadata=metadata or {})


def bundle(**data: str) -> Any:
    return new_output("display_data", {kind.replace("__", "/"): value for kind, value in data.items()})


def code(*outputs: Any, source: str = "plot()") -> Any:
    return new_code_cell(source, outputs=list(outputs))


def made(*cells: Any, folder: Path | None = None) -> Content:
    return content(cells, translate=lambda text: text, folder=folder)  # type: ignore[arg-type]


def html(*cells: Any, folder: Path | None = None) -> str:
    found = made(*cells, folder=folder)
    assert found.refusals == []
    return "\n".join(piece for cell in found.cells for piece in cell.pieces)


def refused(*cells: Any, folder: Path | None = None) -> str:
    found = made(*cells, folder=folder)
    assert len(found.refusals) == 1, found
    return found.refusals[0]


def test_html_of_this_package_stands_as_it_is() -> None:
    shown = paragraphs(["<b> & 1"])._repr_mimebundle_()
    assert html(code(new_output("display_data", shown))) == shown["text/html"]


def test_a_picture_is_embedded_with_its_description() -> None:
    for source, metadata in ((DESCRIBED, {}), ("x", {"image/png": {"alt": "Dua garis yang bersilang"}})):
        shown = html(
            code(displayed(metadata, png=PNG + "\n", plain="<Figure size 640x480 with 1 Axes>"), source=source)
        )
        assert f'<img alt="Dua garis yang bersilang" src="data:image/png;base64,{PNG}">' in shown


def test_a_drawing_is_embedded_without_the_time_of_its_making() -> None:
    shown = html(code(new_output("display_data", {"image/svg+xml": SVG}), source=DESCRIBED))
    drawn = base64.b64decode(re.findall(r"data:image/svg\+xml;base64,([^\"]+)", shown)[0]).decode()
    assert "<path" in drawn
    assert "Monday" not in drawn


def test_each_picture_of_a_cell_has_its_own_description_and_stands_once() -> None:
    other = base64.b64encode(b"\x89PNG\r\n\x1a\n other").decode()
    source = '#| fig-alt: "pertama"\n#| fig-alt: kedua\n'
    shown = html(code(displayed(png=PNG), displayed(png=PNG), displayed(png=other), source=source))
    assert re.findall(r'alt="(.*?)"', shown) == ["pertama", "kedua"]


def test_printed_text_and_plain_results_stand_as_text() -> None:
    streams = [
        new_output("stream", name="stdout", text="satu <b>\n"),
        new_output("stream", name="stderr", text="/home/person/x.py:1: UserWarning"),
        new_output("stream", name="stdout", text="\x1b[31mdua\x1b[0m\n10 %\r100 %\n"),
        new_output("execute_result", {"text/plain": "3.14"}, execution_count=1),
    ]
    shown = html(code(*streams))
    assert "<pre>satu &lt;b&gt;\ndua\n100 %</pre>" in shown
    assert "<pre>3.14</pre>" in shown
    assert "person" not in shown


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("<dl><dt>a<dd>b<dt>c</dl>", "<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<tr><td>a</td></tr>", "<div><div>a</div></div>"),
        ("<dd><div><dt>a</dt></div></dd>", "<div><div><div>a</div></div></div>"),
        ("<p>a<b><ul><li>b</li></ul></b></p>", "<div>a<b><ul><li>b</li></ul></b></div>"),
        ("<h2><h3>a</h3></h2>", "<h2><div>a</div></h2>"),
        ('<a href="#x"><b><a href="#y">a</a></b></a>', "<b><span>a</span></b></a>"),
    ],
)
def test_elements_are_ended_where_a_browser_would_end_them(given: str, written: str) -> None:
    assert written in html(code(displayed(html=given)))


def test_a_table_keeps_its_cells_where_ends_were_left_out_and_is_none_where_it_is_irregular() -> None:
    shown = html(code(displayed(html="<table><tr><td>1<td>2<tr><td>3<td>4</table>")))
    cells = (
        "".join(f'<td class="number">{number}</td>' for number in (1, 2)),
        "".join(f'<td class="number">{number}</td>' for number in (3, 4)),
    )
    assert f"<tr>{cells[0]}</tr><tr>{cells[1]}</tr>" in shown
    assert "<div>teks<div><div>1</div></div></div>" in html(
        code(displayed(html="<table>teks<tr><td>1</td></tr></table>"))
    )


def test_text_that_looks_like_a_file_and_halves_of_pairs_are_text() -> None:
    assert ">data.csv \ud800<" in html(code(displayed(html="data.csv \ud800")))


def test_what_moves_the_cursor_is_shown_and_what_writes_over_a_line_covers_no_more_than_it_has() -> None:
    text = "\x07 \x9b2K\x1b[2Ka\x0b\n12345\rab\r\n\x1b]0;judul\x07\x1b[1;31mmerah\x1b[0m"
    shown = visible_html(html(code(new_output("stream", name="stdout", text=text))))
    lines = ["&lt;U+0007&gt; &lt;U+009B&gt;2K&lt;U+001B&gt;[2Ka&lt;U+000B&gt;", "ab345"]
    assert "\n".join([*lines, "&lt;U+001B&gt;]0;judul&lt;U+0007&gt;merah"]) in shown


def test_what_goes_to_standard_error_is_kept_with_its_cell() -> None:
    outputs = [
        new_output("stream", name="stderr", text="\x1b[31mUserWarning: satu\x1b[0m\n"),
        new_output("stream", name="stdout", text="dicetak"),
        new_output("stream", name="stderr", text="10 %\r100 %\n"),
    ]
    silent = code(outputs[0])
    silent.metadata["tags"] = ["notebook-only"]
    found = made(new_markdown_cell("x"), code(), code(*outputs, source="\nhitung()\n2"), silent)
    assert found.warnings == [('code cell 2 ("hitung()")', "UserWarning: satu\n100 %")]
    assert "UserWarning" not in "".join(piece for cell in found.cells for piece in cell.pieces)


def test_the_description_of_a_picture_is_in_the_language_of_its_page() -> None:
    english = {"Dua garis yang bersilang": "Two lines that cross"}
    cell = code(displayed(png=PNG), source=DESCRIBED)
    (shown,) = content([cell], translate=lambda text: english.get(text, text), folder=None).cells  # type: ignore[arg-type]
    assert 'alt="Two lines that cross"' in shown.pieces[0]


def test_controls_written_as_references_are_kept() -> None:
    for cell in (new_markdown_cell("a&#7;b"), new_markdown_cell("<b>a&#7;b</b>"), code(displayed(html="a&#7;b"))):
        assert "a\x07b" in html(cell)


def test_a_drawing_hides_no_character() -> None:
    drawing = SVG.replace("<path", "<text>a\u202eb</text><path")
    shown = html(code(new_output("display_data", {"image/svg+xml": drawing}), source=DESCRIBED))
    found = base64.b64decode(re.findall(r"base64,([^\"]+)", shown)[0]).decode()
    assert "<text>a&lt;U+202E&gt;b</text>" in found


def test_a_table_stands_in_house_style_with_its_numbers_to_the_right() -> None:
    shown = html(code(displayed(html=FRAME, plain="x")))
    assert '<div class="umkm">' in shown
    assert '<div class="table" tabindex="0" role="group" aria-label="Tabel 1"><table><thead><tr><td></td>' in shown
    assert '<th class="number">nilai</th><th>nama</th>' in shown
    assert '<th>2021</th><td class="number">-3.69</td><td>a &lt; b</td>' in shown
    assert "vertical-align" not in shown


def test_markdown_from_code_and_formulas_stand() -> None:
    shown = html(code(displayed(md="**tebal** $x^2$", plain="x"), displayed(latex=r"$\displaystyle \frac{a}{b}$")))
    assert "<strong>tebal</strong>" in shown
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in shown
    assert '<math display="block" alttext=' in shown


def test_formulas_in_markdown_become_mathml() -> None:
    source = (
        "Bila $x^2 < 1$ maka\n\n$$\\sum_{i=1}^{n} x_i$$\n\n\\begin{align}a &= b\\\\ c &= d\\end{align}\n\nRp5 dan `$y$`"
    )
    shown = html(new_markdown_cell(source))
    assert shown.count("<math") == 3
    assert "<mo>&lt;</mo>" in shown
    assert "<code>$y$</code>" in shown
    assert not re.sub(r"<math.*?</math>|<code>.*?</code>", "", shown, flags=re.DOTALL).count("$")


def test_pictures_in_markdown_are_embedded(tmp_path: Path) -> None:
    (tmp_path / "foto pasar.png").write_bytes(base64.b64decode(PNG))
    pasted = new_markdown_cell("![Pasar pagi](attachment:a%20b.png)", attachments={"a b.png": {"image/png": PNG}})
    linked = new_markdown_cell('![Pasar "pagi"](foto%20pasar.png)\n\n<img src="foto pasar.png" alt="Pasar sore">')
    shown = html(pasted, linked, folder=tmp_path)
    source = f'src="data:image/png;base64,{PNG}"'
    assert re.findall(r"<img .*?>", shown) == [
        f'<img alt="Pasar {when}" {source}>' for when in ("pagi", "&#34;pagi&#34;", "sore")
    ]  # fmt: skip


def test_html_in_markdown_stands_if_it_is_text() -> None:
    shown = html(new_markdown_cell('H<sub>2</sub>O $x$ <span style="color:red">merah</span><br>'))
    assert "H<sub>2</sub>O <math" in shown
    assert "<span>merah</span><br>" in shown


def test_a_heading_names_its_section_in_plain_text() -> None:
    cells = [
        new_markdown_cell("## Pangsa **A & B** `x`\n\nteks"),
        new_markdown_cell("## Naskah", metadata={"tags": ["notes"]}),
    ]
    assert [cell.heading for cell in made(*cells).cells] == ["Pangsa A & B x", ""]


def test_what_is_tagged_for_the_notebook_only_is_not_looked_at() -> None:
    cell = code(displayed(html="<script>1</script>"))
    cell.metadata["tags"] = ["notebook-only"]
    assert html(cell) == ""


WEB = '<img src="http://x.example/a.gif" alt="Pasar">'
WIDGET = {"application__vnd.jupyter.widget-view+json": "x", "text__plain": "IntSlider()"}
PLOTLY = {"application__vnd.plotly.v1+json": "x", "text__html": "<div></div>"}
LINE = "[<matplotlib.lines.Line2D at 0x7f3a>]"


def drawn(old: str, new: str) -> Any:
    return code(bundle(**{"image__svg+xml": SVG.replace(old, new)}), source=DESCRIBED)


UNSHOWABLE = {
    "a picture without description": (code(displayed(png=PNG)), 'has no description .* "#| fig-alt: what it shows"'),
    "the name of a file as description": (
        new_markdown_cell("![image.png](attachment:x.png)", attachments={"x.png": {"image/png": PNG}}),
        r"has no description .* !\[what it shows\]",
    ),
    "a description that nobody sees": (
        code(displayed(png=PNG), source="#| fig-alt: \u200b\u2060"),
        "has no description",
    ),
    "an attachment that is lost": (new_markdown_cell("![Pasar](attachment:x.png)"), "is not attached to the cell"),
    "a picture on the web": (new_markdown_cell("![Pasar](https://contoh.example/x.png)"), "lies on the web"),
    "a picture on another host": (new_markdown_cell("![Pasar](//contoh.example/x.png)"), "lies on the web"),
    "a picture that is not there": (new_markdown_cell("![Pasar](tiada.png)"), "is not there"),
    "a picture outside of the folder": (new_markdown_cell("![Pasar](../../etc/passwd)"), "lies outside"),
    "a picture in HTML on the web": (code(displayed(html=WEB)), "lies on the web"),
    "a file that is no picture": (code(displayed(png="bm8gcGljdHVyZQ=="), source=DESCRIBED), "is no PNG"),
    "a picture that is torn": (code(displayed(png="!"), source=DESCRIBED), "is not whole"),
    "a picture that is too large": (
        code(displayed(png=base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(3_000_001)).decode()), source=DESCRIBED),
        "3.0 MB, more than 3",
    ),
    "a drawing with a script": (drawn("<path", "<script>1</script><path"), "has a script"),
    "a drawing that acts": (drawn("<path", '<path onclick="1"'), "has a script"),
    "a drawing that loads": (drawn("<path", '<image href="http://x.example/a"/><path'), "loads something"),
    "a drawing whose style loads": (drawn("<path", "<style>@import 'x'</style><path"), "loads something"),
    "a drawing that expands": (drawn("<svg", "<!DOCTYPE a [<!ENTITY x 'y'>]><svg"), "is no PNG"),
    "a script": (code(displayed(html="<p>x</p><script>1</script>")), "holds <script>"),
    "a script in an attribute": (code(displayed(html='<p onclick="1">x</p>')), "holds onclick="),
    "a link that is a script": (code(displayed(html='<a href="java\nscript:1">x</a>')), "leads to no page"),
    "a markdown link that is a script": (new_markdown_cell("[x](javascript:1)"), "leads to no page"),
    "a script in markdown": (new_markdown_cell("x <script>1</script>"), "holds <script>"),
    "a frame": (code(displayed(html='<iframe src="x"></iframe>')), "holds <iframe>"),
    "a redirection": (code(displayed(html='<meta http-equiv="refresh" content="0;url=x">')), "holds <meta>"),
    "a form": (code(displayed(html="<form><input></form>")), "holds <form>"),
    "a drawing inside HTML": (code(displayed(html="<svg><style></style></svg>")), "holds <svg>"),
    "elements without end": (code(displayed(html="<b>" * 3000)), "more deeply than a page can show"),
    "a widget": (code(bundle(**WIDGET)), "needs a program"),
    "an interactive chart": (code(bundle(**PLOTLY)), "plotly"),
    "the name of a figure": (code(displayed(plain="<Figure size 504x266.4 with 1 Axes>")), "only the name of"),
    "the address of an object": (code(displayed(plain=LINE)), "only the name .* semicolon"),
    "a formula in nobody's TeX": (new_markdown_cell(r"$\foo{x}$"), r"formula .* not understood \(\\foo\)"),
    "a formula without an end": (new_markdown_cell(r"$\frac{a}$"), "a part is missing"),
    "a diagram": (new_markdown_cell("```mermaid\ngraph TD;\n```"), "mermaid"),
    "a raw cell": (new_raw_cell("x"), "no page shows raw cells"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "why"), UNSHOWABLE.values(), ids=UNSHOWABLE)
def test_what_no_page_can_show_is_refused_with_its_cell(cell: Any, why: str, tmp_path: Path) -> None:
    said = refused(cell, folder=tmp_path)
    assert re.search(why, said), said
    assert re.match(r'code cell 1 \(".+"\), output 1: |(markdown|raw) cell ".+": ', said)


def test_every_refusal_is_named_at_once() -> None:
    found = made(code(displayed(png=PNG)), new_markdown_cell("ya"), code(displayed(html="<script>")))
    assert [said.partition(":")[0] for said in found.refusals] == [
        'code cell 1 ("plot()"), output 1', 'code cell 2 ("plot()"), output 1'
    ]  # fmt: skip


def test_a_picture_takes_the_place_of_what_needs_a_program() -> None:
    outputs = displayed(png=PNG, html="<script>1</script>", plain="x")
    assert "<img" in html(code(outputs, source=DESCRIBED))


def test_the_cell_that_a_build_adds_does_not_count() -> None:
    injected = code(source="region = '3576'")
    injected.metadata["tags"] = ["injected-parameters"]
    found = made(code(source="region = ''"), injected, code(displayed(png=PNG)))
    assert found.refusals[0].startswith('code cell 2 ("plot()")')
