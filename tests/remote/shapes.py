"""Answers in the shapes that the services give, of regions that exist and figures that are made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.remote.service import Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable

TOO_MANY = (
    "The maximum allowed number of years for the 'th' parameter is {}. You provided {}. Please reduce the number of "
    "years accordingly."
)


def error(message: str) -> dict[str, Any]:
    return {"status": "Error", "message": message}


def page(rows: list[dict[str, Any]], request: Request, size: int = 10) -> dict[str, Any]:
    """A page of a list of BPS, which has ten rows whatever is asked for."""
    number = int(request.query.get("page", 1))
    pages = -(-len(rows) // size)
    part = rows[(number - 1) * size : number * size]
    paging = {"page": number, "pages": pages, "per_page": size, "count": len(part), "total": len(rows)}
    return {"status": "OK", "data-availability": "available", "data": [paging, part]}


def years_asked(request: Request) -> list[int]:
    text = request.query["th"]
    if ":" in text:
        first, last = map(int, text.split(":"))
        return list(range(first, last + 1))
    return [int(part) for part in text.split(";")]


class Bps:
    """The WebAPI with one variable: levels of Kota Padang Panjang and Nabire, in juta rupiah."""

    def __init__(self, values: Callable[[int], float], years: range = range(2010, 2026), most: int = 3) -> None:
        self.values, self.years, self.most = values, years, most
        self.largest = 99
        """Years above which an answer is null."""
        self.change: dict[str, Any] = {}

    def __call__(self, request: Request) -> Reply:
        if len(request.query.get("key", "")) < 8:
            return Reply(error("You are not Allowed to take this action. Please re-check your key"))
        if request.query["model"] == "th":
            return Reply(page([{"th_id": year - 1900, "th": str(year)} for year in self.years], request))
        if request.query["model"] != "data":
            return Reply(error("model"))
        if "th" not in request.query:
            return Reply(error("'th' parameter is required and must be an integer, separated by colon (:)"))
        asked = years_asked(request)
        if len(asked) > self.most:
            return Reply(error(TOO_MANY.format(self.most, len(asked))))
        return Reply(b"null") if len(asked) > self.largest else Reply(self.data(asked, request))

    def data(self, asked: list[int], request: Request) -> dict[str, Any]:
        variable = int(request.query["var"])
        figures = {
            f"{code}{variable}1550{th}0": round(self.values(th + 1900) * 1000 * factor, 2)
            for th in asked
            for code, factor in ((1374, 1.0), (9999, 1000.0))
            if th + 1900 in self.years
        }
        return {
            "status": "OK",
            "data-availability": "available",
            "last_update": "2026-05-20 00:00:00",
            "subject": [{"val": 171, "label": "Produk Domestik Regional Bruto (Pengeluaran)"}],
            "var": [
                {
                    "val": variable, "label": "[SERI 2010] PDRB ADHK Menurut Pengeluaran Kabupaten/Kota",
                    "unit": "Juta Rupiah", "subj": "PDRB (Pengeluaran)", "def": "", "decimal": "2", "note": "",
                }
            ],
            "turvar": [{"val": "1549", "label": "Impor"}, {"val": "1550", "label": "<b>PDRB</b>"}],
            "labelvervar": "Kabupaten/Kota",
            "vervar": [{"val": 1374, "label": "Kota Padang Panjang "}],
            "tahun": [{"val": th, "label": str(th + 1900)} for th in asked],
            "turtahun": [{"val": 0, "label": "Tahun"}],
            "datacontent": {**figures, "137421941549123": 7},
            "related": [],
            **self.change,
        }  # fmt: skip


def ckan_rows(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Records of CKAN's datastore: all text but CKAN's own number."""
    return [
        {
            "_id": first + number, "kode_kabupaten_kota": "1374", "nama_kabupaten_kota": "KOTA PADANG PANJANG",
            "nilai": f"{3000 + number},55", "satuan": "Miliar Rupiah", "tahun": str(2024 + number),
        }
        for number in range(count)
    ]  # fmt: skip


class Ckan:
    """A CKAN portal with a table in its datastore."""

    def __init__(self, rows: list[dict[str, Any]], most: int = 1000) -> None:
        self.rows, self.most = rows, most

    def __call__(self, request: Request) -> Reply:
        action = request.path.rpartition("/")[2]
        if action == "resource_show":
            name = "PDRB Atas Dasar Harga Konstan 2010 Menurut Kabupaten/Kota"
            return Reply(
                {"success": True, "result": {"id": request.query["id"], "name": name, "datastore_active": True}}
            )
        if action == "package_search":
            part = {"id": "0f1e", "name": "PDRB ADHK", "format": "CSV", "datastore_active": True}
            packages = [
                {"title": "PDRB Kota", "resources": [part, {"id": "2d", "format": "PDF", "description": "Buku"}]}
            ]
            return Reply({"success": True, "result": {"count": 1, "results": packages}})
        start = int(request.query.get("offset", 0))
        part = self.rows[start : start + min(self.most, int(request.query["limit"]))]
        return Reply({"help": "x", "success": True, "result": {"records": part, "total": len(self.rows)}})


def line(number: int, **other: Any) -> dict[str, Any]:
    """A row of tender results, with an official's name and number."""
    return {
        "tahun_anggaran": 2025, "kd_klpd": "D123", "nama_klpd": "Kota Padang Panjang", "kd_satker": "100",
        "nama_satker": "Dinas Contoh", "kd_tender": 1000000 + number, "kd_rup_paket": f"5{number:07}",
        "nama_paket": "Pengadaan Contoh", "pagu": 200000000, "hps": 199000000, "nilai_kontrak": 195000000.45,
        "nilai_pdn_kontrak": 150000000, "nilai_umk_kontrak": 195000000, "nama_ppk": "SITI RAHASIA",
        "nip_ppk": "197001012000031001", **other,
    }  # fmt: skip


class Inaproc:
    """INAPROC's Data API with tender results, by cursor."""

    def __init__(self, rows: list[dict[str, Any]], size: int = 2) -> None:
        self.rows, self.size = rows, size

    def __call__(self, request: Request) -> Reply:
        if not request.headers.get("Authorization", "").startswith("Bearer "):
            return Reply({"success": False, "message": "Unauthorized"}, 401)
        cursor = request.query.get("cursor", "c0")[1:]
        if not cursor.isdecimal():
            return Reply({"success": False, "error": {"code": "BAD_REQUEST", "message": "cursor"}}, 400)
        start = int(cursor)
        part = self.rows[start : start + self.size]
        more = start + self.size < len(self.rows)
        meta: dict[str, Any] = {"limit": self.size, "has_more": more, "count": len(part), "total": len(self.rows)}
        return Reply(
            {"success": True, "data": part, "meta": {**meta, "cursor": f"c{start + self.size}"} if more else meta}
        )
