"""Every shape of file that is known is read rightly, or refused with words that help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.statistics.figures import read_figures
from umkm_analysis.datasets.statistics.read.files import read_file
from umkm_analysis.datasets.statistics.request import Kind, StatisticsRequest
from umkm_analysis.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Writer = "Callable[..., Path]"
WEBAPI: dict[str, Any] = {
    "status": "OK",
    "data-availability": "available",
    "var": [{"val": 2194, "label": "[SERI 2010] PDRB ADHK Menurut Pengeluaran Kabupaten/Kota", "unit": "Juta Rupiah"}],
    "turvar": [{"val": "1549", "label": "Impor"}, {"val": "1550", "label": "<b>PDRB</b>"}],
    "labelvervar": "Kabupaten/Kota",
    "vervar": [{"val": 1374, "label": "Kota Padang Panjang "}, {"val": 9604, "label": "<b>Nabire</b>"}],
    "tahun": [{"val": 123, "label": "2023"}, {"val": 124, "label": "2024"}],
    "turtahun": [{"val": 0, "label": "Tahun"}],
    "datacontent": {
        "1374219415501230": 1000000.25,
        "1374219415501240": 1050000.5,
        "9604219415501230": 2000000,
        "1374219415491230": 7,
        "137421941549123": 8,
    },
}
OLD_SITE = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><table><tr><td>menu</td></tr></table>'
    '<table id="tableLeftUp"><tr><td>Kabupaten/Kota</td></tr></table><table id="tableLeftBottom"><tr><td>Pacitan</td>'
    "</tr><tr><td>Kota Kediri</td></tr><tr><td>PROVINSI JAWA TIMUR</td><td></td></tr></table>"
    '<table id="tableRightUp"><tr><td colspan=2>PDRB Atas Dasar Harga Konstan 2010 Menurut Kabupaten/Kota (Miliar '
    'Rupiah)</td></tr><tr><td>2024**</td><td>2023*</td></tr></table><table id="tableRightBottom"><tr><td>1101.70</td>'
    "<td>1050.25</td></tr><tr><td>...</td><td>-</td></tr><tr><td>3356.94</td><td>3150.25</td></tr></table></body></html>"
)
PUBLICATION = """\
[Seri 2010] PDRB Atas Dasar Harga Konstan Menurut Kabupaten/Kota (Miliar Rupiah);;;
Kabupaten/Kota;PDRB ADHK (Miliar Rupiah);;
;2022;2023*;2024**
Pacitan;1.000,50;1.050,25;1.101,70
Kota Kediri;2.000,00;…;-
PROVINSI JAWA TIMUR;3.000,50;3.150,25;
Catatan: * Angka sementara, ** Angka sangat sementara;;;
Sumber: BPS Provinsi Jawa Timur;;;
"""
QUARTERS = ["I", "II", "III", "IV", "Total"]
OFFICE = [
    ["TABEL 1. PDRB SERI 2010 ATAS DASAR HARGA BERLAKU MENURUT LAPANGAN USAHA (JUTA RUPIAH)"],
    ["Propinsi : Jawa Timur", "", "Kabupaten/Kota : Pacitan"],
    ["Kategori", "Uraian", "2024", "", "", "", "", "2025", "", "", "", ""],
    ["", "", *QUARTERS, *QUARTERS],
    [*range(-1, -13, -1)],
    ["A", "Pertanian, Kehutanan, dan Perikanan", 200.1, 210.2, 220.3, 190.4, 821.0, 201, 211, 221, 191, 824],
    ["", "PRODUK DOMESTIK REGIONAL BRUTO", 450.1, 460.2, 470.3, 480.4, 1861.0, 455, 465, 475, 485, 1880],
    [],
    ["TABEL 2. PDRB SERI 2010 ATAS DASAR HARGA KONSTAN MENURUT LAPANGAN USAHA (JUTA RUPIAH)"],
    ["Propinsi : Jawa Timur", "", "Kabupaten/Kota : Pacitan"],
    ["Kategori", "Uraian", "2024", "", "", "", "", "2025", "", "", "", ""],
    ["", "", *QUARTERS, *QUARTERS],
    [*range(-1, -13, -1)],
    ["A", "Pertanian, Kehutanan, dan Perikanan", 100.1, 110.2, 120.3, 90.4, 421.0, 101.0, 111.0, 121.0, 91.0, 424.0],
    ["1", "Pertanian, Peternakan, Perburuan dan Jasa Pertanian", 90, 90, 90, 90, 360, 90, 90, 90, 90, 360],
    ["a", "Tanaman Pangan", 9, 9, 9, 9, 36, 9, 9, 9, 9, 36],
    ["", "PRODUK DOMESTIK REGIONAL BRUTO", 250.1, 260.2, 270.3, 280.4, 1061.0, 255.0, 265.0, 275.0, 285.0, 1080.0],
    [],
    ["TABEL 3. LAJU PERTUMBUHAN PDRB SERI 2010 (PERSEN)"],
    ["Propinsi : Jawa Timur", "", "Kabupaten/Kota : Pacitan"],
    ["Kategori", "Uraian", "2024", "", "", "", "", "2025", "", "", "", ""],
    ["", "", *QUARTERS, *QUARTERS],
    [*range(-1, -13, -1)],
    ["", "PRODUK DOMESTIK REGIONAL BRUTO", 4.1, 4.2, 4.3, 4.4, 4.25, 5.1, 5.2, 5.3, 5.4, 5.25],
]
LONG = """\
kode_wilayah,nama_wilayah,tahun,kode_lapangan_usaha,nama_lapangan_usaha,sektor,pdrb_adhb,pdrb_adhk,satuan,status_data,flag
3506,Kabupaten Kediri,2022,A,"Pertanian, Kehutanan, dan Perikanan",Primer,450.5,270.1,miliar rupiah,tetap,
3506,Kabupaten Kediri,2023,"M,N",Jasa Perusahaan,Tersier,42.5,29.9,miliar rupiah,sementara,
3506,Kabupaten Kediri,2024,"R,S,T,U",Jasa Lainnya,Tersier,377.6,272.3,miliar rupiah,sangat_sementara,
"""
TOTAL_2010 = "PDRB ADHK Tahun Dasar 2010 Berdasarkan Lapangan Usaha"
SIMREG = [
    ["", "", "", "", "", "", "Indikator", "Tahun"],
    ["", "", "", "", "", "", TOTAL_2010, f"{TOTAL_2010} - Konstruksi", f"{TOTAL_2010} -Pengadaan Listrik dan Gas"],
    ["IDPulau", "Pulau", "KodeProvinsi", "Nama Provinsi", "KodeWilayah", "Nama Wilayah", "2022", "2022", "2022"],
    ["1", "Jawa", "3500", "Jawa Timur", "3500", "Jawa Timur", 3000.5, 300, 30],
    ["", "", "", "", "3501", "Pacitan", 1000.5, 100.25, 10],
    ["", "", "", "", "3571", "Kota Kediri", 2000.0, 200.5, 20],
    ["8", "Nasional", "9999", "Nasional", "9999", "Nasional", 3000.5, 300, 30],
]
SIPD = (
    "<table><tr><th rowspan=2>#</th><th rowspan=2>Jenis Data</th><th colspan=2>Tahun</th><th rowspan=2>Satuan</th>"
    "<th rowspan=2>Sumber</th></tr><tr><th>2023</th><th>2024</th></tr><tr><td>1</td><td>PDRB ADHK</td>"
    '<td><span style="color:red">2.880,00</span></td><td>n/a</td><td>Miliar Rupiah</td><td>BPS</td></tr></table>'
)


def read(path: Path, kind: str, **said: Any) -> list[tuple[Any, ...]]:
    """Code, year, value and what else a figure carries, without what is missing."""
    figures = read_figures([read_file(path)], StatisticsRequest(Kind(kind), **said)).figures
    parts = [(f.code, f.year, f.value, f.state, f.sector, f.semester, f.basis) for f in figures]
    return [tuple(part for part in figure if part is not None) for figure in parts]


def test_an_answer_of_the_webapi_is_looked_up_by_its_lists(text_file: Callable[..., Path]) -> None:
    assert read(text_file("answer.json", WEBAPI), "grdp") == [
        ("1374", 2023, 1000.00025),
        ("1374", 2024, 1050.0005),
        ("9404", 2023, 2000.0),  # 9604 is the code since 2022
    ]


def test_two_combinations_under_one_key_are_refused(text_file: Callable[..., Path]) -> None:
    answer = {**WEBAPI, "turvar": [{"val": "155", "label": "a"}, {"val": "1550", "label": "b"}]}
    answer["turtahun"] = [{"val": 0, "label": "Tahun"}, {"val": "", "label": "x"}]
    answer["tahun"] = [{"val": 123, "label": "2023"}, {"val": "0123", "label": "2023"}]
    answer["datacontent"] = {"1374219415501230": 1}
    with pytest.raises(DataError, match=r"the key 1374219415501230 stands for .* and for "):
        read(text_file("answer.json", answer), "grdp")


def test_a_variable_without_items_says_so_and_tables_of_offices_number_their_rows(
    text_file: Callable[..., Path],
) -> None:
    """As BPS gives them: "Tidak ada" is no part of GRDP, and 1 and 2 are no codes."""
    answer = {
        **WEBAPI,
        "var": [{"val": 291, "label": "Laju Pertumbuhan PDRB ADHK 2010 Menurut Provinsi", "unit": "Persen"}],
        "turvar": [{"val": "0", "label": "Tidak ada"}],
        "labelvervar": "Provinsi",
        "vervar": [{"val": 1100, "label": "ACEH"}, {"val": 2, "label": "<b>Sumatera Utara</b>"}],
        "datacontent": {"110029101240": 4.66, "229101240": 5.03},
    }
    assert read(text_file("growth.json", answer), "growth") == [("1100", 2024, 4.66), ("1200", 2024, 5.03)]


def test_rows_that_are_sectors_are_of_the_region_that_is_named(text_file: Callable[..., Path]) -> None:
    answer = {
        **WEBAPI,
        "var": [{"val": 30, "label": "PDRB ADHK 2010 Menurut Lapangan Usaha", "unit": "Juta Rupiah"}],
        "turvar": [{"val": "0", "label": "Tidak ada"}],
        "labelvervar": "Lapangan Usaha",
        "vervar": [{"val": 1, "label": "A. Pertanian, Kehutanan, dan Perikanan"}, {"val": 18, "label": "<b>PDRB</b>"}],
        "datacontent": {"13001240": 200_000, "183001240": 3_000_000.5},
    }
    path = text_file("office.json", answer)
    assert read(path, "sectors", region=regions.find("1374")) == [
        ("1374", 2024, 3000.0005),
        ("1374", 2024, 200.0, "A"),
    ]
    with pytest.raises(DataError, match="--region CODE"):
        read(path, "sectors")
    with pytest.raises(DataError, match='its rows are "Kecamatan"; reports are on kabupaten, kota and provinces'):
        read(text_file("small.json", {**answer, "labelvervar": "Kecamatan"}), "grdp")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([{"page": 1, "pages": 2}, [{"th_id": 119, "th": "2019"}]], "a list .page 1 of 2., not figures"),
        ([{"page": 1, "pages": 1}, [{"domain_id": "0000", "domain_name": "Pusat"}]], "a list .page 1 of 1."),
    ],
)
def test_lists_of_the_webapi_are_no_figures(text_file: Callable[..., Path], content: Any, words: str) -> None:
    answer = {"status": "OK", "data-availability": "available", "data": content}
    with pytest.raises(DataError, match=words):
        read(text_file("list.json", answer), "grdp")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"status": "Error", "message": "Please re-check your key"}, 'an error: "Please re-check your key"'),
        ({"status": "OK", "data-availability": "list-not-available", "data": ""}, "not available"),
        ("null", "too much was asked for at once"),
        ("<html>Perimeter WAF Block</html>", "a web page without a table"),
        ("<html><title>Just a moment...</title></html>", 'titled "Just a moment..."'),
        ({"success": False, "error": {"message": "Not found", "__type": "x"}}, 'an error: "Not found"'),
        ("", "empty"),
        ('{"status": "OK", "da', "no complete JSON"),
    ],
)
def test_answers_that_say_no_are_refused(text_file: Callable[..., Path], body: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(text_file("answer.json", body), "grdp")


def test_a_static_table_is_html_escaped_in_json(text_file: Callable[..., Path]) -> None:
    table = (
        "&lt;table&gt;&lt;tr&gt;&lt;td&gt;Kabupaten/Kota&lt;/td&gt;&lt;td&gt;2023*&lt;/td&gt;&lt;td&gt;2024**&lt;/td&gt;"
        "&lt;/tr&gt;&lt;tr&gt;&lt;td&gt;Pacitan&lt;/td&gt;&lt;td&gt;4,52&lt;/td&gt;&lt;td&gt;…&lt;/td&gt;&lt;/tr&gt;"
        "&lt;/table&gt;"
    )
    answer = {"status": "OK", "data": {"title": "Laju Pertumbuhan PDRB, 2020-2024", "table": table}}
    path = text_file("static.json", answer)
    assert read(path, "growth") == [("3501", 2023, 4.52, "preliminary")]
    with pytest.raises(DataError, match=r"growth where levels of GRDP are due; umkm import growth reads it"):
        read(path, "grdp")


def test_a_frame_of_stadata_says_no_unit(text_file: Callable[..., Path]) -> None:
    path = text_file("frame.csv", "Kabupaten/Kota,2023,2024\nPacitan,1000000.25,1050000.5\n")
    reading = read_figures([read_file(path)], StatisticsRequest(Kind.GRDP))
    assert [figure.value for figure in reading.figures] == [1000000.25, 1050000.5]
    assert not reading.unit_told
    assert not reading.prices_told
    assert read(path, "grdp", unit="juta") == [("3501", 2023, 1000.00025), ("3501", 2024, 1050.0005)]


def test_the_old_site_s_xls_is_four_tables_of_html(text_file: Callable[..., Path]) -> None:
    assert read(text_file("table.xls", OLD_SITE), "grdp") == [
        ("3500", 2023, 3150.25, "preliminary"),
        ("3500", 2024, 3356.94, "very preliminary"),
        ("3501", 2023, 1050.25, "preliminary"),
        ("3501", 2024, 1101.7, "very preliminary"),
    ]


NEW_SITE = (
    "Laju Pertumbuhan Produk Domestik Regional Bruto Atas Dasar Harga Konstan 2010\u00a0 Menurut Provinsi (persen), "
)
NEW_SITE_TEXT = "Provinsi,Laju Pertumbuhan PDRB Atas Dasar Harga Konstan 2010\nPapua Tengah,...\nJambi,4.66\n"


def test_the_new_site_s_csv_has_its_year_in_its_name(text_file: Callable[..., Path]) -> None:
    path = text_file(f"{NEW_SITE}2024.csv", NEW_SITE_TEXT, encoding="utf-8-sig")
    assert read(path, "growth") == [("1500", 2024, 4.66)]  # the province: its column says so


def test_without_a_year_it_is_asked_for(text_file: Callable[..., Path]) -> None:
    path = text_file("unduhan.csv", NEW_SITE_TEXT)
    with pytest.raises(DataError, match=r"no year stands in the table.* --year 2024"):
        read(path, "growth")
    assert read(path, "growth", year=2023) == [("1500", 2023, 4.66)]


def test_a_clean_workbook_has_its_unit_in_its_name(workbook: Callable[..., Path]) -> None:
    rows = [["Wilayah", 2024, 2023], ["Jawa Timur", "3150.25", "3000.50"], ["Kabupaten Kediri", "1050.25", 1000.5]]
    assert read(workbook("PDRB ADHK (Miliar Rupiah).xlsx", rows), "grdp") == [
        ("3500", 2023, 3000.5),
        ("3500", 2024, 3150.25),
        ("3506", 2023, 1000.5),
        ("3506", 2024, 1050.25),
    ]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_printed_table_has_titles_marks_and_footnotes(
    text_file: Callable[..., Path], workbook: Callable[..., Path], ending: str
) -> None:
    rows = [line.split(";") for line in PUBLICATION.splitlines()]
    path = (
        workbook("t.xlsx", rows)
        if ending == "xlsx"
        else text_file("t.csv", PUBLICATION.replace("\n", "\r\n"), "utf-8-sig")
    )
    assert read(path, "grdp") == [
        ("3500", 2022, 3000.5),
        ("3500", 2023, 3150.25, "preliminary"),
        ("3501", 2022, 1000.5),
        ("3501", 2023, 1050.25, "preliminary"),
        ("3501", 2024, 1101.7, "very preliminary"),
        ("3571", 2022, 2000.0),
    ]


def test_of_an_office_s_stacked_tables_the_one_of_the_kind_is_read(workbook: Callable[..., Path]) -> None:
    path = workbook("data_pdrb.xlsx", OFFICE)
    assert read(path, "grdp") == [("3501", 2024, 1.061), ("3501", 2025, 1.08)]
    assert read(path, "growth") == [("3501", 2024, 4.25), ("3501", 2025, 5.25)]
    assert read(path, "sectors") == [
        ("3501", 2024, 1.061),
        ("3501", 2024, 0.421, "A"),
        ("3501", 2025, 1.08),
        ("3501", 2025, 0.424, "A"),
    ]


def test_a_long_publication_has_both_prices_side_by_side(text_file: Callable[..., Path]) -> None:
    path = text_file("pdrb_lu_long.csv", LONG)
    assert read(path, "sectors") == [
        ("3506", 2022, 270.1, "final", "A"),
        ("3506", 2023, 29.9, "preliminary", "M,N"),
        ("3506", 2024, 272.3, "very preliminary", "R,S,T,U"),
    ]
    with pytest.raises(DataError, match=r"sectors, components and sub-totals: the total is kept"):
        read(path, "grdp")


def test_simreg_has_a_total_and_sectors_side_by_side(workbook: Callable[..., Path]) -> None:
    path = workbook("PDRB Dalam Milyar ADHK tahun 2022.xlsx", SIMREG)
    assert read(path, "grdp") == [
        ("0000", 2022, 3000.5),
        ("3500", 2022, 3000.5),
        ("3501", 2022, 1000.5),
        ("3571", 2022, 2000.0),
    ]
    assert [figure for figure in read(path, "sectors") if figure[0] == "3571"] == [
        ("3571", 2022, 2000.0),
        ("3571", 2022, 20.0, "D"),
        ("3571", 2022, 200.5, "F"),
    ]


PORTAL = "id,kode_provinsi,nama_provinsi,kode_kabupaten_kota,nama_kabupaten_kota,{}jumlah_{},satuan,tahun\n"


def test_a_portal_s_csv_gives_population_and_no_projection_of_enterprises(text_file: Callable[..., Path]) -> None:
    people = PORTAL.format("", "penduduk") + "1,32,JAWA BARAT,3201,KABUPATEN BOGOR,5500000,ORANG,2024\n"
    assert read(text_file("od_penduduk.csv", people), "population") == [("3201", 2024, 5_500_000)]
    firms = PORTAL.format("kategori_usaha,", "umkm") + "1,32,JAWA BARAT,3201,KABUPATEN BOGOR,KULINER,1234,UNIT,2024\n"
    with pytest.raises(DataError, match=r"enterprises where population is due"):
        read(text_file("od_umkm.csv", firms), "population")


def test_a_table_by_another_dimension_is_no_total(text_file: Callable[..., Path]) -> None:
    rows = "".join(
        f"1,32,JAWA BARAT,3201,KABUPATEN BOGOR,{sex},{n},ORANG,2024\n" for sex, n in (("L", 2992620), ("P", 9))
    )
    with pytest.raises(DataError, match=r"given twice, differently:\n.* 2,992,620 in "):
        read(text_file("od.csv", PORTAL.format("jenis_kelamin,", "penduduk") + rows), "population")


def test_a_portal_s_first_page_is_refused(text_file: Callable[..., Path]) -> None:
    record = {
        "kode_kabupaten_kota": 3201,
        "nama_kabupaten_kota": "KABUPATEN BOGOR",
        "jumlah_penduduk": 5,
        "tahun": 2024,
    }
    path = text_file("od.json", {"message": "ok", "data": [record], "meta": {"total_record": 27}})
    with pytest.raises(DataError, match=r"1 of 27 records; download all of them"):
        read(path, "population")
    whole = text_file("od.json", {"message": "ok", "data": [record], "meta": {"total_record": 1}})
    assert read(whole, "population") == [("3201", 2024, 5.0)]


def test_ckan_s_records_are_text(text_file: Callable[..., Path]) -> None:
    record = {"_id": 1, "kode_kabupaten_kota": "1374", "nama_kabupaten_kota": "KOTA PADANG PANJANG",
              "nilai": "3.010,55", "satuan": "Miliar Rupiah", "tahun": "2024"}  # fmt: skip
    path = text_file("ckan.json", {"success": True, "result": {"records": [record], "total": 1}})
    assert read(path, "grdp") == [("1374", 2024, 3010.55)]


def test_registered_population_is_of_a_half_year(text_file: Callable[..., Path]) -> None:
    record = {"jumlah_penduduk": "123456", "prov": "PROVINSI JAWA TIMUR", "kabkot": "PACITAN", "semester": "2",
              "jumlah_penduduk_km2": "98.7", "tahun": "2024"}  # fmt: skip
    path = text_file("dukcapil.json", {"data": [record], "message": "Sukses", "status": True})
    assert read(path, "population") == [("3501", 2024, 123_456, 2)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("INSERT INTO wilayah (kode,nama) VALUES\n('13','Sumatera Barat');\n", "this is SQL"),
        (
            '<?xml version="1.0"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>',
            "budgets",
        ),
        (
            "<table><tr><td></td><td>Belanja Daerah</td><td>1,56 M</td><td>1,10 M</td></tr></table>",
            "no table with years",
        ),
        ({"success": True, "data": [{"kd_klpd": "D1", "kd_rup": "5", "tahun": 2025}], "meta": {}}, "procurement lines"),
        ([{"tahun_anggaran": 2024, "kd_klpd": "D123", "pagu": 200000000}], "procurement lines"),
    ],
)
def test_what_is_no_statistics_is_named(text_file: Callable[..., Path], content: Any, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read(text_file("file.dat", content), "grdp")


def test_on_a_page_of_sipd_the_colour_is_the_state(text_file: Callable[..., Path]) -> None:
    path = text_file("sipd.html", SIPD)
    assert read(path, "grdp", region=regions.find("3576")) == [("3576", 2023, 2880.0, "preliminary")]
    with pytest.raises(DataError, match=r"Say whose figures these are: --region CODE"):
        read(path, "grdp")


def test_a_research_csv_has_codes_old_and_new(text_file: Callable[..., Path]) -> None:
    text = "districtID,districtID_old,district,province,2023,2024\n9604,9404,Nabire,Papua Tengah,2000.5,2100.25\n"
    assert read(text_file("gdp.csv", text), "grdp") == [("9404", 2023, 2000.5), ("9404", 2024, 2100.25)]


def test_our_own_table_is_read(text_file: Callable[..., Path]) -> None:
    text = (
        "code,year,grdp_billion_idr_2010,rounded_to,status,bps_state,source_id,verified_by,note\n"
        "1374,2022,2747.11,0.01,single_source,preliminary,SIMREG,,\n"
    )
    assert read(text_file("grdp_level.csv", text), "grdp") == [("1374", 2022, 2747.11, "preliminary")]
