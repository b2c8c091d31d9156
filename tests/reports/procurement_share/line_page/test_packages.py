"""Lists of packages on the procurement page, held against the lines that they come from."""

from __future__ import annotations

import re
import shlex
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.conftest import copy_project
from umkm_analysis.aggregates.sums import line_sums
from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.export import export
from umkm_analysis.datasets.procurement_lines.packages import parse
from umkm_analysis.datasets.procurement_lines.sample import write_sample
from umkm_analysis.datasets.procurement_lines.store.engines import Engine, line_files, open_lines
from umkm_analysis.i18n import formatting as n
from umkm_analysis.reports.procurement_share import analysis
from umkm_analysis.reports.procurement_share.line_page import packages as package_page
from umkm_analysis.reports.procurement_share.line_page import page as line_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.xdist_group("packages")  # whose lines are imported once


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Iterator[analysis.ProcurementShare]:
    home = copy_project(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("UMKM_HOME", str(home))
        patch.delenv("UMKM_LINES", raising=False)
        write_sample([regions.find("3576")], [2024], each=2000)
        yield analysis.analyse("3576")


def summaries(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<summary>(.*?)</summary>", html)]


def test_the_command_of_every_list_gives_as_many_packages_and_as_much(
    result: analysis.ProcurementShare, tmp_path: Path
) -> None:
    html = str(line_page.breakdown(result).html)
    commands = [unescape(command) for command in re.findall(r'<code lang="zxx">(.*?)</code>', html)]
    titled = [text for text in summaries(html) if "terbesar dari" in text]
    assert len(commands) == len(titled) == 45
    for command, text in zip(commands, titled, strict=True):
        words = shlex.split(command)
        assert words[:3] == ["umkm", "lines", "export"]
        where = [word for option, word in pairwise(words) if option == "--where"]
        paths = line_files(region=words[words.index("--region") + 1], years=[int(words[words.index("--year") + 1])])
        count, total = export(paths, parse(where), tmp_path / "all.csv")
        assert f"terbesar dari {n.number(count)} paket, seluruhnya {n.rupiah(total)}" in text


def test_lists_add_up_to_the_figures_beside_them(result: analysis.ProcurementShare) -> None:
    assert result.lines is not None
    lines, packages = open_lines(Engine.PANDAS, region="3576", years=[2024]), result.lines.packages
    for by, table, figure in (
        ("agency", packages.agencies, ["realised"]),
        ("method_group", packages.methods, ["realised", "realised_self_managed"]),
        ("month", packages.months, ["realised"]),
    ):
        sums = line_sums(lines, by=[by]).set_index(by)[figure].sum(axis=1)
        totals = table.drop_duplicates("group").set_index("group")["total"]
        assert totals.to_dict() == sums[sums > 0].to_dict()


def test_the_download_has_every_agency_and_the_page_some(result: analysis.ProcurementShare) -> None:
    assert result.lines is not None
    html = str(line_page.breakdown(result).html)
    caption = html.index("perangkat-daerah-id.csv")
    data = unquote(re.findall(r'href="data:text/csv[^,]*,([^"]*)"', html[caption:])[0])
    agencies = result.lines.agencies
    assert len(data.splitlines()) - 1 == len(agencies[agencies["realised"] > 0]) == 24
    assert "4 perangkat daerah di tengah tidak ditampilkan; CSV memuat semuanya." in html


def test_a_condition_with_blanks_is_one_word_of_the_command(result: analysis.ProcurementShare) -> None:
    written = package_page.command(result, "figure=realised", "agency=DINAS \"A\" & 'B'")
    assert shlex.split(written)[-1] == "agency=DINAS \"A\" & 'B'"


def test_what_could_go_to_umkk_is_said_with_its_rule_and_its_list(
    result: analysis.ProcurementShare, tmp_path: Path
) -> None:
    assert result.lines is not None
    found = result.lines.potential
    assert found is not None
    assert (found.ceiling, found.rule.mandate_id) == (15_000_000_000, "perpres-12-2021-package")
    lines = open_lines(Engine.PANDAS, region="3576", years=[2024])
    plans = lines[(lines["stage"] == "plan") & ~lines["method_group"].isin(["self_managed", "excepted"])]
    known = plans[plans["umkk"].notna() & (plans["umkk"] < plans["value"])]  # none of them is above the ceiling
    rest = int((known["value"] - known["umkk"]).sum())
    assert (found.whole.open, found.whole.open_lines) == (rest, len(known))
    assert found.methods["open"].sum() == found.categories["open"].sum() == rest
    conditions = parse(["figure=planned_umkk_open", "max_value=15000000000", "year=2024"])
    assert export(line_files(), conditions, tmp_path / "open.csv") == (len(known), rest)
    html = unescape(str(line_page.breakdown(result).html))
    assert f"{n.number(len(known))} paket hingga Rp15.000.000.000 (Perpres 12/2021 Pasal 65 ayat (4)" in html
    assert "hijau" in html
    assert "merah" in html


def test_suppliers_are_concentrated_by_category_as_their_own_sums_say(result: analysis.ProcurementShare) -> None:
    assert result.lines is not None
    lines = open_lines(Engine.PANDAS, region="3576", years=[2024])
    bought = lines[lines["stage"].isin(["contract", "payment"]) & (lines["method_group"] != "self_managed")]
    goods = bought[bought["category"] == "Barang"].groupby("supplier")["value"].sum().astype("float64")
    market = result.lines.markets.set_index("category").loc["Barang"]
    assert market["hhi"] == pytest.approx(10_000 * ((goods / goods.sum()) ** 2).sum(), rel=1e-12)
    assert market["count"] == len(goods)
    html = str(line_page.breakdown(result).html)
    assert "Pertanyaan, bukan tuduhan" in html
    assert "PENYEDIA SINTETIS" not in html
