"""Which dollar signs are formulas: pandoc's rule, and none in code, tags, addresses and links."""

from __future__ import annotations

import itertools

import pytest

from umkm_analysis.jupyter.markdown import render
from umkm_analysis.pages.content.safe_html import safe_html


class Plain:
    """Writes formulas as {tex} and [[tex]], where each stands out from the text around it."""

    def picture(self, address: str, description: str) -> str:
        return f"({address}: {description})"

    def formula(self, tex: str, *, block: bool) -> str:
        return f"[[{tex}]]" if block else f"{{{tex}}}"

    def link(self, address: str) -> str:
        return address

    def raw(self, html: str) -> str:
        return str(safe_html(html, picture=lambda *_: "", tables=itertools.count(1)))  # type: ignore[arg-type, return-value]

    def diagram(self, source: str) -> str:
        return source


def rendered(source: str) -> str:
    return render(source, Plain()).strip()


PROSE = [
    "Rp$ 10 sampai US$20",
    "US$10 sampai US$20",
    "biaya $10/orang dan $20/orang",
    "10$ dan 20$",
    "$ x$",
    "$x $",
    "$x$5",
    "$",
    "$$",
    "$$$",
]
"""No formula in any of them."""
FORMULAS = {
    "$x$": "<p>{x}</p>",
    "$x^2$ dan $y$.": "<p>{x^2} dan {y}.</p>",
    "$x$-axis": "<p>{x}-axis</p>",
    "$x\ny$": "<p>{x\ny}</p>",
    "harga US$10 dan $x$": "<p>harga US$10 dan {x}</p>",
    "$a$b$c$": "<p>{a}b{c}</p>",
    r"$a\$b$": r"<p>{a\$b}</p>",
    r"$\{x\}$": r"<p>{\{x\}}</p>",
    r"\$5 dan 6\$ dan $x$": "<p>$5 dan 6$ dan {x}</p>",
    r"\\$x$": r"<p>\{x}</p>",
    "$$a$$": "<p>[[a]]</p>",
    "$$\na\n\nb\n$$": "<p>[[\na\n\nb\n]]</p>",
    "$$a$$ seharga $5": "<p>[[a]] seharga $5</p>",
    "# US$5 dan $z$": "<h1>US$5 dan {z}</h1>",
    "**$x$** _5$_": "<p><strong>{x}</strong> <em>5$</em></p>",
    "dari $5\n\nke 6$": "<p>dari $5</p>\n<p>ke 6$</p>",
    "$a <b$ dan $c> d$": "<p>{a <b} dan {c> d}</p>",
    "[$x$](b)": '<p><a href="b">{x}</a></p>',
    "<b>$x$</b>": "<p><b>{x}</b></p>",
}
ELSEWHERE = {
    "`$x$` dan `$y$`": "<p><code>$x$</code> dan <code>$y$</code></p>",
    "`a$b` c$d": "<p><code>a$b</code> c$d</p>",
    "$5 `x$`": "<p>$5 <code>x$</code></p>",
    "```\n$x$ $$y$$\n```": "<pre><code>$x$ $$y$$\n</code></pre>",
    "```\n$$\na\n$$\n```": "<pre><code>$$\na\n$$\n</code></pre>",
    "    $x$": "<pre><code>$x$</code></pre>",
    "a <code>$x$ dan $y$</code>": "<p>a <code>$x$ dan $y$</code></p>",
    "$5 <b title='x$'>a</b>": '<p>$5 <b title="x$">a</b></p>',
    "[US$10](a) dan [x$](b)": '<p><a href="a">US$10</a> dan <a href="b">x$</a></p>',
    "$5 [x$](b)": '<p>$5 <a href="b">x$</a></p>',
    "[a](http://x/$b$c)": '<p><a href="http://x/$b$c">a</a></p>',
    "$5 <http://x/a$>": '<p>$5 <a href="http://x/a$">http://x/a$</a></p>',
}


@pytest.mark.parametrize("source", PROSE)
def test_prose_with_dollar_signs_stays_prose(source: str) -> None:
    assert rendered(source) == f"<p>{source}</p>"


@pytest.mark.parametrize(("source", "html"), [*FORMULAS.items(), *ELSEWHERE.items()])
def test_formulas_are_found_and_nothing_in_code_and_links_is_one(source: str, html: str) -> None:
    assert rendered(source).replace("&lt;", "<").replace("&gt;", ">") == html


def test_a_formula_in_an_attribute_is_written_in_words() -> None:
    assert rendered("![a $x<y$ b](f.png)") == "<p>(f.png: a x<y b)</p>"
    table = rendered("t <table><caption>$x<y$</caption><tr><td>1</td></tr></table>")
    assert 'aria-label="x&lt;y"><table><caption>{x<y}</caption>' in table


def test_no_source_can_hold_what_stands_for_a_part() -> None:
    assert rendered("$x$ &#xe000;0&#xe001; \ue0000\ue001") == "<p>{x} \ue0000\ue001 \ue0000\ue001</p>"
