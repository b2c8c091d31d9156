"""Synthetic lines for demonstration and benchmarks: computed, about no real package, and marked in every row."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from umkm_analysis.datasets.procurement_lines import progress
from umkm_analysis.datasets.procurement_lines.clean.cells.quoting import quoted
from umkm_analysis.datasets.procurement_lines.store import catalog
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.datasets.regions import Region

KIND = "sample"
AS_OF = "2026-01-01"
AGENCIES, SUPPLIERS = 24, 400


def sample_query(regions: Sequence[tuple[str, str]], years: Sequence[int], *, each: int) -> str:
    """Return the query that makes synthetic lines: ``each`` packages for every region and year, and its budget.

    The same arguments make the same lines on every machine.
    """
    places = ", ".join(f"({quoted(code)}, {quoted(name)})" for code, name in regions)
    spans = ", ".join(f"({year})" for year in years)
    # a multiplicative hash of the line's place gives numbers in 0–1 that are the same everywhere
    draws = ", ".join(
        f"(((seed * {factor}) % 2147483647) * 48271 % 2147483647) / 2147483647.0 AS u{at}"
        for at, factor in enumerate((16807, 39373, 69621, 630360, 742938, 950706, 1226874, 62089, 1343714), start=1)
    )
    return f"""
    WITH places(code, name) AS (VALUES {places}), spans(y) AS (VALUES {spans}),
    base AS (
        SELECT code, name, y, i, (CAST(code AS BIGINT) * 1000003 + y * 7919 + i * 104729) % 2147483647 AS seed
        FROM places, spans, range({each}) AS r(i)
    ),
    drawn AS (SELECT *, {draws} FROM base),
    made AS (
        SELECT *,
            CASE WHEN u1 < 0.53 THEN 'plan' WHEN u1 < 0.88 THEN 'contract' ELSE 'payment' END AS stage,
            CASE WHEN u2 < 0.46 THEN 'E-Purchasing' WHEN u2 < 0.74 THEN 'Pengadaan Langsung'
                WHEN u2 < 0.80 THEN 'Tender'
                WHEN u2 < 0.84 THEN 'Seleksi' WHEN u2 < 0.90 THEN 'Dikecualikan'
                WHEN u2 < 0.94 THEN 'Penunjukan Langsung'
                ELSE 'Swakelola' END AS method,
            CAST(floor(1000000 * pow(10, 0.4 + 2.3 * u3 * u3)) AS BIGINT) AS value,
            CAST(1 + floor({AGENCIES} * u4 * u4) AS INTEGER) AS agency_no
        FROM drawn
    ),
    packages AS (
        SELECT {quoted(KIND)} AS kind, stage, CAST(y AS INTEGER) AS year, code AS institution, name AS institution_name,
            code AS region, format('PERANGKAT DAERAH CONTOH {{:02d}}', agency_no) AS agency,
            format('{{}}-{{}}-{{}}', code, y, i) AS package,
            format('PAKET CONTOH {{}}', i) AS package_name,
            CASE WHEN stage <> 'plan' THEN format('{{}}-{{}}-{{}}', code, y, (i * 7919 + 1) % {each}) END AS rup,
            CASE WHEN stage <> 'plan' THEN
                format('PENYEDIA SINTETIS {{:04d}}', CAST(floor({SUPPLIERS} * u5 * u5) AS INTEGER)) END AS supplier,
            CASE WHEN stage = 'plan' OR u6 < 0.2 THEN NULL WHEN u6 < 0.8 THEN code ELSE '3578' END AS supplier_region,
            method,
            CASE method WHEN 'E-Purchasing' THEN 'e_purchasing' WHEN 'Tender' THEN 'competitive' WHEN 'Seleksi' THEN
                'competitive' WHEN 'Dikecualikan' THEN 'excepted' WHEN 'Swakelola' THEN 'self_managed' ELSE 'direct' END
                AS method_group,
            CASE WHEN u6 < 0.5 THEN 'Barang' WHEN u6 < 0.75 THEN 'Jasa Lainnya'
                WHEN u6 < 0.93 THEN 'Pekerjaan Konstruksi'
                ELSE 'Jasa Konsultansi' END AS category,
            'APBD' AS fund, 'SINTETIS' AS status,
            make_date(y, CAST(1 + floor(12 * sqrt(u7)) AS INTEGER), CAST(1 + floor(28 * u8) AS INTEGER)) AS date,
            CASE WHEN stage <> 'plan' AND method IN ('Tender', 'Seleksi')
                THEN date - CAST(8 + floor(60 * u9) AS INTEGER)
                END AS announced,
            CAST(NULL AS DATE) AS closed,
            value, CAST(NULL AS BIGINT) AS pending,
            CASE WHEN method = 'Swakelola' OR u8 < 0.09 THEN NULL
                WHEN u8 < 0.09 + 0.55 - 0.3 * u3 THEN value
                WHEN u8 < 0.70 THEN CAST(floor(value * u9) AS BIGINT) ELSE 0 END
                AS umkk,
            CASE WHEN method = 'Swakelola' OR u9 < 0.06 THEN NULL WHEN u9 < 0.86 THEN value ELSE 0 END AS pdn,
            CASE WHEN stage <> 'plan' AND method IN ('Tender', 'Seleksi')
                THEN CAST(floor(value * (1 + 0.1 * u9)) AS BIGINT)
                END AS hps,
            CASE WHEN stage <> 'plan' AND method IN ('Tender', 'Seleksi') THEN CAST(1 + floor(5 * u7) AS INTEGER) END
                AS bidders
        FROM made
    ),
    budgets AS (
        SELECT kind, 'budget' AS stage, year, institution, institution_name, region, agency,
            'anggaran ' || agency AS package, NULL AS package_name, NULL AS rup,
            NULL AS supplier, NULL AS supplier_region, NULL AS method,
            'unknown' AS method_group, NULL AS category, NULL AS fund, 'SINTETIS' AS status, NULL AS date,
            NULL AS announced, NULL AS closed,
            CAST(sum(value) AS BIGINT) * 108 // 100 AS value, NULL AS pending,
            NULL AS umkk, NULL AS pdn, NULL AS hps, NULL AS bidders
        FROM packages WHERE stage = 'plan' GROUP BY ALL
    )
    SELECT *, 'umkm sample-lines' AS source_file, {quoted(_fingerprint(regions, years, each))} AS source_sha256,
        DATE {quoted(AS_OF)} AS as_of, true AS synthetic
    FROM (SELECT * FROM packages UNION ALL SELECT * FROM budgets)"""  # noqa: S608 - our own values


def write_sample(regions: Sequence[Region], years: Sequence[int], *, each: int) -> list[catalog.Import]:
    """Write synthetic lines for each region and year, and make them count.

    Raises
    ------
    UsageError
        If there are real lines of a region and year: those are never replaced by synthetic ones.
    """
    codes = {region.code for region in regions}
    with catalog.changing() as prepared:
        stored = catalog.stored()
        earlier = stored.imports
        real = sorted(
            {
                part.name
                for import_ in stored.all_imports
                if not import_.synthetic and import_.year in years
                for part in import_.parts
                if part.region in codes
            }
        )
        if real:
            raise UsageError(
                f"real lines of {', '.join(real)} stand already; synthetic ones are never put beside or over them"
            )
        new = []
        for year in years:
            parts = tuple(_write(prepared, region, year, each) for region in regions)
            names = [(region.code, region.name) for region in regions]
            sources = (("umkm sample-lines", _fingerprint(names, [year], each)),)
            lines, rupiah = sum(part.lines for part in parts), sum(part.rupiah for part in parts)
            account = {"rows": lines, "rupiah": str(rupiah), "kept_rows": lines, "kept_rupiah": rupiah, "lines": lines,
                       "left_out": [], "rounded": 0, "rounding": "0", "notes": []}  # fmt: skip
            new.append(catalog.Import(KIND, "plan", year, AS_OF, True, sources, account, parts))  # noqa: FBT003
        rest = [
            _without(import_, codes) if import_.synthetic and import_.year in years else import_ for import_ in earlier
        ]
        after = (*(import_ for import_ in rest if import_.parts), *new)
        catalog.publish(prepared, catalog.Stored(after, stored.snapshots))
    return new


def remove_sample() -> int:
    """Remove every synthetic line; return how many there were."""
    with catalog.changing() as prepared:
        stored = catalog.stored()
        real = tuple(import_ for import_ in stored.imports if not import_.synthetic)
        snapshots = tuple(snapshot for snapshot in stored.snapshots if not snapshot.lines.synthetic)
        catalog.publish(prepared, catalog.Stored(real, snapshots))
    return sum(part.lines for import_ in stored.all_imports if import_.synthetic for part in import_.parts)


def _write(prepared: Path, region: Region, year: int, each: int) -> catalog.Part:
    digest = _fingerprint([(region.code, region.name)], [year], each)[:12]
    name = f"year={year}/institution={region.code}/{KIND}-{digest}.parquet"
    path = prepared / name
    path.parent.mkdir(parents=True, exist_ok=True)
    query = sample_query([(region.code, region.name)], [year], each=each)
    import duckdb  # noqa: PLC0415 - half a second, which only an import need wait for

    with duckdb.connect() as connection:
        progress.draw_none(connection)
        connection.execute(f"COPY ({query}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        lines, rupiah = connection.execute(
            f"SELECT count(*), sum(value)::BIGINT FROM read_parquet({quoted(str(path))}, hive_partitioning = false)"  # noqa: S608
        ).fetchall()[0]
    return catalog.Part((name,), region.code, region.name, region.code, (), lines, rupiah)


def _without(import_: catalog.Import, codes: set[str]) -> catalog.Import:
    return replace(import_, parts=tuple(part for part in import_.parts if part.region not in codes))


def _fingerprint(regions: Sequence[tuple[str, str]], years: Sequence[int], each: int) -> str:
    return hashlib.sha256(repr((sorted(regions), sorted(years), each)).encode()).hexdigest()
