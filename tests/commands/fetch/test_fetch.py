"""``umkm fetch`` brings statistics through the import, and leaves no trace of the key."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests.remote.service import KEY, Reply, Request, Service
from tests.remote.shapes import Bps, Ckan, ckan_rows, error
from tests.remote.test_client import SPELLINGS
from tests.remote.test_portals import PATH, open_rows
from umkm_analysis.datasets import series

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended

    Serve = Callable[[Callable[[Request], Reply]], Service]
    Umkm = Callable[..., Ended]


def known(year: int) -> float:
    """The known level of Kota Padang Panjang, and one of a year that has none."""
    return float(series.levels()["1374"].get(year, 3300.25))


def at(service: Service) -> tuple[str, ...]:
    return ("--address", service.address, "--host", service.host)


def files_of(home: Path) -> list[Path]:
    return [path for path in home.rglob("*") if path.is_file()]


def holding(home: Path, *texts: str) -> list[str]:
    """Files in which one of some texts stands, in members of archives too, or in whose name it does."""
    found = []
    for path in files_of(home):
        contents = [path.read_bytes(), str(path).encode()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
        if any(text.encode() in content for content in contents for text in texts):
            found.append(str(path))
    return found


def test_a_variable_is_fetched_imported_and_fetched_again(copied: Path, serve: Serve, umkm: Umkm) -> None:
    service = serve(Bps(known, range(2022, 2027)))
    code, out, err = umkm("fetch", "bps", "grdp", "--var", "2194", "--region", "1374", *at(service))
    assert code == 0, err
    assert re.search(r"read      bps-0000-2194-[0-9a-f]{8}\.zip  sha256 ", out)
    assert "new       1 figure; replaced 0, unchanged 4" in out
    assert "kept      5 figures of 1374 Kota Padang Panjang, 2022–2026" in out
    assert "2022–2024: " in err
    assert "--vintage 2026-05-20 says so" in err
    assert series.levels()["1374"][2026] == 3300.25
    assert "Badan Pusat Statistik (WebAPI)" in umkm("data", "own").stdout
    assert not list((copied / "data" / "fetched").iterdir())
    again = umkm("fetch", "bps", "grdp", "--var", "2194", "--region", "1374", *at(service))
    assert (again.returncode, "nothing changed" in again.stdout) == (0, True)
    assert umkm("check").returncode == 0
    id_ = re.findall(r"umkm data undo (\w+)", out)[0]
    assert umkm("data", "undo", id_).returncode == 0
    assert 2026 not in series.levels().index


def test_a_refusal_keeps_the_answers_and_an_office_without_internet_imports_them(
    copied: Path, serve: Serve, umkm: Umkm
) -> None:
    service = serve(Bps(lambda year: known(year) * 1.02, range(2022, 2027)))
    code, out, err = umkm("fetch", "bps", "grdp", "--var", "2194", *at(service))
    assert code == 3
    assert "--vintage" in err
    (kept,) = (copied / "data" / "fetched").iterdir()
    assert f"umkm import grdp {kept}" in err.replace("\n", "")
    assert not (copied / "data" / "own").exists()
    service.close()
    code, out, err = umkm("import", "grdp", str(kept), "--vintage", "2026-05")
    assert (code, "kept      5 figures" in out) == (0, True), err
    with zipfile.ZipFile(kept) as archive:
        manifest = json.loads(archive.read("snapshot.json"))
        assert archive.namelist()[0] == "snapshot.json"
    assert [answer["table"] for answer in manifest["answers"]] == [None, 1, 2]
    assert manifest["answers"][1]["address"] == (
        f"{service.address}/v1/api/list?model=data&lang=ind&domain=0000&var=2194&th=122%3A124"
    )


def test_a_dry_run_and_a_saved_snapshot_import_nothing(copied: Path, serve: Serve, umkm: Umkm) -> None:
    service = serve(Bps(known, range(2025, 2027)))
    saved = copied / "answers.zip"
    command = ("fetch", "bps", "grdp", "--var", "2194", *at(service), "--dry-run", "--save", str(saved))
    code, out, err = umkm(*command)
    assert code == 0, err
    assert "dry run: nothing was stored" in out
    assert f"the answers are kept in {saved}" in out
    assert not (copied / "data" / "own").exists()
    assert umkm(*command).returncode == 2  # it is there already, and nothing is asked
    first = len(service.requests)
    assert umkm(*command).stderr.count("there is something already") == 1
    assert len(service.requests) == first
    assert umkm("import", "grdp", str(saved)).returncode == 0
    assert umkm("fetch", "bps", "grdp", "--var", "2194", *at(service), "--save", "x.json").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("grdp", "--var", "2194"), "127.0.0.1:PORT is not on the list of hosts that may be asked"),
        (("grdp", "--var", "2194", "--host", "HOST", "--years", "2025-2019"), "a year, or the first and the last"),
        (("grdp", "--var", "2194", "--host", "HOST", "--domain", "35"), "four digits"),
        (("grdp", "--var", "2194", "--host", "HOST", "--region", "9999"), 'no region "9999"'),
        (("register", "--var", "2194", "--host", "HOST"), "register"),
        (("grdp", "--host", "HOST"), "--var ID or --table ID"),
        (("grdp", "--host", "HOST", "--var", "1", "--table", "2"), "--var ID or --table ID"),
        (("grdp", "--host", "HOST", "--table", "2", "--years", "2024"), "a static table comes whole"),
    ],
)
def test_wrong_use_is_answered_before_anything_is_asked(
    copied: Path, serve: Serve, umkm: Umkm, *, arguments: tuple[str, ...], words: str
) -> None:
    service = serve(Bps(known))
    port = service.host.partition(":")[2]
    given = [service.host if part == "HOST" else part for part in arguments]
    ended = umkm("fetch", "bps", *given, "--address", service.address)
    assert ended.returncode == 2
    assert words.replace("PORT", port) in " ".join(ended.stderr.split())
    assert service.requests == []
    assert not (copied / "data" / "fetched").exists()


def test_a_key_is_needed_and_kept_from_others(
    copied: Path, serve: Serve, umkm: Umkm, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = serve(Bps(known, range(2025, 2027)))
    monkeypatch.delenv("UMKM_BPS_KEY")
    command = ("fetch", "bps", "grdp", "--var", "2194", *at(service))
    ended = umkm(*command)
    assert ended.returncode == 2
    assert "set UMKM_BPS_KEY" in ended.stderr
    assert "https://webapi.bps.go.id/developer" in ended.stderr
    file = copied.parent / f"{copied.name}.key"
    file.write_text(KEY)
    file.chmod(0o644)
    assert "chmod 600" in umkm(*command, "--key-file", str(file)).stderr
    assert service.requests == []
    file.chmod(0o600)
    assert umkm(*command, "--key-file", str(file)).returncode == 0
    assert service.requests[0].query["key"] == KEY


def test_a_table_of_an_office_is_of_its_own_region(copied: Path, serve: Serve, umkm: Umkm) -> None:
    answers = Bps(known, range(2026, 2027), most=2)
    answers.change = {
        "turvar": [{"val": "0", "label": "Tidak ada"}],
        "labelvervar": "Lapangan Usaha",
        "vervar": [{"val": 1, "label": "A. Pertanian"}, {"val": 18, "label": "<b>PDRB</b>"}],
        "datacontent": {"13001260": 5.0, "183001260": 3_300_250.0},
    }
    service = serve(answers)
    code, out, err = umkm("fetch", "bps", "grdp", "--var", "30", "--domain", "1374", *at(service))
    assert code == 0, err
    assert "all of 1374 Kota Padang Panjang" in out
    assert series.levels()["1374"][2026] == 3300.25
    assert (copied / "data" / "own").is_dir()


def test_a_service_that_fails_ends_with_1_and_changes_nothing(copied: Path, serve: Serve, umkm: Umkm) -> None:
    service = serve(lambda _: Reply(error("You are not Allowed to take this action. Please re-check your key")))
    ended = umkm("fetch", "bps", "grdp", "--var", "2194", *at(service))
    assert ended.returncode == 1
    assert f'umkm: {service.host}: it refuses: "You are not Allowed' in ended.stderr
    assert not (copied / "data" / "own").exists()
    assert not (copied / "data" / "fetched").exists()


@pytest.mark.usefixtures("copied")
def test_variables_are_listed(serve: Serve, umkm: Umkm) -> None:
    rows = [{"var_id": 2194, "title": "PDRB ADHK", "unit": "Juta Rupiah", "sub_name": "PDRB"}]
    paging = {"page": 1, "pages": 1, "total": 1}
    service = serve(lambda _: Reply({"status": "OK", "data": [paging, rows]}))
    listed = umkm("fetch", "bps-variables", "pdrb", *at(service))
    assert listed.stdout.splitlines()[1].split("  ") == ["2194", "Juta Rupiah", "PDRB ADHK"]
    assert 'has "ipm" in its title' in umkm("fetch", "bps-variables", "ipm", *at(service)).stdout


@pytest.mark.usefixtures("copied")
def test_static_tables_are_listed_fetched_and_imported(serve: Serve, umkm: Umkm) -> None:
    def answer(request: Request) -> Reply:
        if request.path.endswith("/list"):
            rows = [{"table_id": 7, "title": "PDRB  ADHK", "updt_date": "2026-05-20", "excel": "https://x/y.xls"}]
            return Reply({"status": "OK", "data": [{"page": 1, "pages": 1, "total": 1}, rows]})
        if request.query["id"] != "7":
            return Reply({"status": "OK", "data-availability": "not-available"})
        figures = [f"{known(year):,.2f}".translate(str.maketrans(",.", ".,")) for year in (2025, 2026)]
        rows = [["Kabupaten/Kota", "2025*", "2026**"], ["Kota Padang Panjang", *figures]]
        html = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        title = "PDRB Atas Dasar Harga Konstan 2010 Menurut Kabupaten/Kota (Miliar Rupiah), 2025-2026"
        table = f"<table>{html}</table>".replace("<", "&lt;").replace(">", "&gt;")
        data = {"table_id": 7, "title": title, "updt_date": "2026-05-20", "table": table}
        return Reply({"status": "OK", "data-availability": "available", "data": data})

    service = serve(answer)
    listed = umkm("fetch", "bps-tables", "pdrb", "--domain", "1300", *at(service)).stdout.splitlines()
    assert listed[1].split() == ["7", "2026-05-20", "PDRB", "ADHK"]
    code, out, err = umkm("fetch", "bps", "grdp", "--table", "7", "--domain", "1300", *at(service))
    assert code == 0, err
    assert "new       1 figure; replaced 0, unchanged 1" in out
    assert "BPS last changed this table on 2026-05-20" in err
    assert series.levels()["1374"][2026] == 3300.25
    missing = umkm("fetch", "bps", "grdp", "--table", "8", "--domain", "1300", *at(service))
    assert (missing.returncode, "no static table 8 of domain 1300" in missing.stderr) == (2, True)


@pytest.mark.usefixtures("copied")
def test_a_table_of_a_ckan_portal_is_fetched_and_imported(serve: Serve, umkm: Umkm) -> None:
    rows = [
        {**row, "nilai": f"{known(2024 + number):.2f}".replace(".", ",")} for number, row in enumerate(ckan_rows(3))
    ]
    service = serve(Ckan(rows, most=2))
    given = (service.address, "--resource", "0f1e2d3c", "--host", service.host)
    code, out, err = umkm("fetch", "ckan", "grdp", *given)
    assert code == 0, err
    assert "told      ckan-0f1e2d3c-" in out
    assert "GRDP, at constant 2010 prices, miliar rupiah" in out
    assert series.levels()["1374"][2026] == 3300.25
    assert "nothing changed" in umkm("fetch", "ckan", "grdp", *given).stdout
    listed = umkm("fetch", "ckan-search", service.address, "pdrb", "--host", service.host).stdout
    assert [line.split()[:3] for line in listed.splitlines()] == [
        ["resource", "kept", "as"],
        ["0f1e", "rows", "CSV"],
        ["2d", "file", "only"],
    ]


@pytest.mark.usefixtures("copied")
def test_a_data_set_of_an_open_data_portal_is_fetched_and_imported(
    serve: Serve, umkm: Umkm, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = series.population()["3576"].dropna()
    own = {"kode_provinsi": 35, "nama_provinsi": "JAWA TIMUR", "kode_kabupaten_kota": 3576}
    own |= {"nama_kabupaten_kota": "KOTA MOJOKERTO", "jumlah_penduduk": int(people.iloc[-1])}
    rows = [{**open_rows(1)[0], **own, "tahun": int(people.index[-1])}]
    service = serve(lambda request: Reply({"message": "x", "data": rows if request.query["skip"] == "0" else []}))
    monkeypatch.setenv("UMKM_HOSTS", service.host)
    code, out, err = umkm(
        "fetch", "ckan", "population", f"{service.address}{PATH}", "--source",
        "Open Data Jabar, Proyeksi Penduduk hasil Sensus Penduduk 2020", "--dry-run",
    )  # fmt: skip
    assert code == 0, err
    assert "replaced 0, unchanged 1" in out


def test_the_key_stands_in_no_file_and_no_output(
    copied: Path, serve: Serve, umkm: Umkm, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Echoing(Bps):
        def data(self, asked: list[int], request: Request) -> dict[str, Any]:
            return {**super().data(asked, request), "asked_by": " ".join(SPELLINGS), "related": [request.query["key"]]}

    service = serve(Echoing(known, range(2022, 2027)))
    monkeypatch.chdir(copied)
    outputs = [
        umkm("fetch", "bps", "grdp", "--var", "2194", *at(service), "--dry-run", "--save", "s.zip"),
        umkm("fetch", "bps", "grdp", "--var", "2194", *at(service)),
        umkm("data", "own"),
        umkm("check"),
    ]
    service.answer = lambda request: Reply({"status": "Error", "message": f"bad key {request.query['key']}"})
    outputs.append(umkm("fetch", "bps", "grdp", "--var", "2194", *at(service)))
    service.answer = lambda request: Reply(f"<title>{request.query['key']}</title>".encode(), 403)
    outputs.append(umkm("fetch", "bps", "grdp", "--var", "2194", *at(service)))
    service.answer = lambda request: Reply({}, 302, {"Location": f"https://example.org/?key={request.query['key']}"})
    outputs.append(umkm("fetch", "bps", "grdp", "--var", "2194", *at(service)))
    assert [ended.returncode for ended in outputs] == [0, 0, 0, 0, 1, 1, 1]
    assert service.requests[-1].query["key"] == KEY
    assert holding(copied, "asked_by")  # the archives are looked into
    assert holding(copied, *SPELLINGS) == []
    for ended in outputs:
        assert not [spelling for spelling in SPELLINGS if spelling in ended.stdout + ended.stderr]
    with zipfile.ZipFile(copied / "s.zip") as archive:
        assert [answer["masked"] for answer in json.loads(archive.read("snapshot.json"))["answers"]] == [0, 12, 12]


def test_the_help_is_ascii_and_says_each_command_in_full(umkm: Umkm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    listed = umkm("fetch", "--help").stdout
    names = [line.split()[0] for line in listed.split("Commands:\n")[1].splitlines()]
    assert names == ["bps", "bps-variables", "bps-tables", "ckan", "ckan-search", "inaproc"]
    helps = [listed, *(umkm("fetch", name, "--help").stdout for name in names)]
    assert all(text.isascii() for text in helps)
    assert "..." not in listed.split("Commands:\n")[1]
    assert all("Exit codes: " in text for text in helps[1:])


@pytest.mark.slow
def test_no_page_and_no_manifest_holds_the_key(copied: Path, serve: Serve, umkm: Umkm, umkm_process: Umkm) -> None:
    service = serve(Bps(known, range(2022, 2027)))
    assert umkm("fetch", "bps", "grdp", "--var", "2194", *at(service)).returncode == 0
    built = umkm_process("build", "--region", "1374", "--report", "economic-recovery", "--output", str(copied / "out"))
    assert built.returncode == 0, built.stderr
    page = (copied / "out/id/1374-kota-padang-panjang/economic-recovery.html").read_text(encoding="utf-8")
    assert "Badan Pusat Statistik (WebAPI)" in page
    assert holding(copied, *SPELLINGS) == []
    assert not [spelling for spelling in SPELLINGS if spelling in built.stdout + built.stderr]
