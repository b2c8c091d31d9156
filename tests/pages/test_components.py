"""Parts that every report has."""

from __future__ import annotations

import re
from html import unescape

from umkm_analysis.pages import components
from umkm_analysis.reports.procurement_share import analysis


def test_every_source_with_an_address_is_linked_and_no_other() -> None:
    found = analysis.analyse("3576").provenance
    html = components.sources(found).html
    body = re.search(r"<tbody>.*</tbody>", html, flags=re.DOTALL)
    assert body is not None
    linked = re.findall(r'<a href="([^"]+)" rel="noreferrer">', body[0])
    addresses = found.sources["address"].dropna()
    assert [unescape(address) for address in linked] == list(addresses)
    assert 0 < len(addresses) < len(found.sources)


def test_a_citation_names_publisher_title_and_date() -> None:
    found = analysis.analyse("3576").provenance
    first = found.sources[found.sources["address"].notna() & found.sources["title"].notna()].iloc[0]
    cited = components.citation(found, [first.name, first.name], after="sisanya")
    text = unescape(re.sub(r"<[^>]+>", "", cited))
    publisher = first["publisher"].split(" (")[0]
    assert text == f"{publisher}, {first['title']}, {components.published(first)}; sisanya"
    assert cited.count("<a ") == 1


def test_a_citation_of_many_sources_numbers_them_as_their_table_does() -> None:
    found = analysis.analyse("3576").provenance
    several = list(found.sources.index[: components.MAX_TITLES + 1])
    cited = components.citation(found, several)
    table = components.sources(found).html
    for source_id in several:
        source = found.sources.loc[source_id]
        number = found.sources.index.get_loc(source_id) + 1
        row = re.search(rf"<tr><th[^>]*>{number}<.*?</tr>|<tr><td[^>]*>{number}<.*?</tr>", table, flags=re.DOTALL)
        assert row is not None
        title = source["title"] if isinstance(source["title"], str) else source["publisher"].split(" (")[0]
        assert title in unescape(row[0])
        assert f"[{number}]" in re.sub(r"<[^>]+>", "", cited)
        if isinstance(source["address"], str):
            assert f'href="{source["address"]}"' in unescape(cited)
    assert components.citation(found, several[:-1]).count("[") == 0


def test_a_citation_of_many_publishers_names_the_first_and_numbers_all() -> None:
    found = analysis.analyse("3576").provenance
    every = list(found.sources.index)
    cited = components.citation(found, every)
    publishers = list(dict.fromkeys(str(name).split(" (")[0] for name in found.sources["publisher"]))
    others = len(publishers) - components.MAX_PUBLISHERS
    assert others > 1
    assert re.findall("<cite>([^<]*)</cite>", cited) == publishers[: components.MAX_PUBLISHERS]
    text = unescape(re.sub("<[^>]+>", "", cited))
    assert f"; {others} penerbit lain [" in text
    assert sorted(map(int, re.findall(r"\[(\d+)\]", text))) == list(range(1, len(every) + 1))
    assert all(name in unescape(components.sources(found).html) for name in publishers)
