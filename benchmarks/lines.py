"""How fast lines are measured and imported: python benchmarks/lines.py [--millions 10] [--growth 1 5 10] [--rounds 3].

Makes synthetic lines of 38 regions and five years, then measures them by region and year with every system in turn,
each in a process of its own: ours, the same measures as one hand-written query in DuckDB, and pandas. The systems take
turns in every round, so that whatever else the machine does meets all of them; printed are medians. Each has measured a
few lines before its time begins: what libraries do when they are first used takes as long for a thousand lines as for
ten million. Peak memory is that of the process (VmHWM). Then an export of the INAPROC portal is imported. Linux only.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from umkm_analysis.datasets import regions
from umkm_analysis.datasets.procurement_lines.sample import sample_query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

YEARS = [2020, 2021, 2022, 2023, 2024]
COLUMNS = ["region", "year", "stage", "method_group", "value", "umkk", "pdn", "hps", "bidders"]
OURS = """\
from pathlib import Path
from umkm_analysis.analysis.lines import mandates
from umkm_analysis.datasets.procurement_lines.store.engines import Engine, read
from umkm_analysis.aggregates.shares import procurement_shares
import duckdb, narwhals, pandera.pandas, pyarrow
def run(path):
    found = procurement_shares(read(Engine.DUCKDB, [Path(path)]), by=["region", "year"], mandates=mandates())
    return (len(found), int(found["realised_umkk"].sum()))
"""
SQL = """\
import duckdb
def run(path):
    found = duckdb.sql(f'''
    WITH sums AS (
        SELECT region, year,
            sum(CASE WHEN plan THEN value ELSE 0 END) AS p, sum(CASE WHEN done THEN value ELSE 0 END) AS r,
            sum(CASE WHEN plan THEN umkk END) AS pu, sum(CASE WHEN plan AND umkk IS NULL THEN value END) AS pux,
            sum(CASE WHEN done THEN umkk END) AS ru, sum(CASE WHEN done AND umkk IS NULL THEN value END) AS rux,
            sum(CASE WHEN plan THEN pdn END) AS pd, sum(CASE WHEN plan AND pdn IS NULL THEN value END) AS pdx,
            sum(CASE WHEN done THEN pdn END) AS rd, sum(CASE WHEN done AND pdn IS NULL THEN value END) AS rdx,
            sum(CASE WHEN done AND method_group = 'direct' THEN value END) AS direct,
            sum(CASE WHEN done AND method_group = 'e_purchasing' THEN value END) AS catalogue,
            sum(CASE WHEN done AND method_group = 'competitive' THEN value END) AS competitive,
            sum(CASE WHEN done AND method_group = 'competitive' AND bidders IS NOT NULL THEN 1 END) AS bids,
            sum(CASE WHEN done AND method_group = 'competitive' AND bidders = 1 THEN 1 END) AS single,
            sum(CASE WHEN done AND hps > 0 THEN hps END) AS hps, sum(CASE WHEN done AND hps > 0 THEN value END) AS held
        FROM (
            SELECT *, stage = 'plan' AND method_group <> 'self_managed' AS plan,
                stage IN ('contract', 'payment') AND method_group <> 'self_managed' AS done
            FROM read_parquet('{path}')
        ) GROUP BY region, year
    )
    SELECT region, year, p, r, pu * 100.0 / p, (pu + pux) * 100.0 / p, ru * 100.0 / r, (ru + rux) * 100.0 / r,
        pd * 100.0 / p, (pd + pdx) * 100.0 / p, rd * 100.0 / r, (rd + rdx) * 100.0 / r, (100 * ru - 40 * r) / 100,
        r * 100.0 / p, pu * 100.0 / p - ru * 100.0 / r, direct * 100.0 / r, catalogue * 100.0 / r,
        single * 100.0 / bids, 100 - held * 100.0 / hps, ru
    FROM sums ORDER BY region, year''').fetchall()
    return (len(found), int(sum(row[-1] for row in found)))
"""
PANDAS = """\
import pandas as pd
def run(path):
    t = pd.read_parquet(path, columns=sys.argv[2].split(","))
    bought = t["method_group"] != "self_managed"
    plan, done = (t["stage"] == "plan") & bought, t["stage"].isin(["contract", "payment"]) & bought
    value, keys = t["value"], [t["region"], t["year"]]
    def added(values, where):
        return values.where(where, 0).fillna(0).groupby(keys).sum()
    p, r = added(value, plan), added(value, done)
    pu, pux, ru, rux = added(t["umkk"], plan), added(value, plan & t["umkk"].isna()), added(t["umkk"], done), added(
        value, done & t["umkk"].isna())
    pd_, pdx, rd, rdx = added(t["pdn"], plan), added(value, plan & t["pdn"].isna()), added(t["pdn"], done), added(
        value, done & t["pdn"].isna())
    names = ("direct", "e_purchasing", "competitive")
    groups = {name: added(value, done & (t["method_group"] == name)) for name in names}
    held = done & (t["hps"] > 0)
    hps, with_hps = added(t["hps"], held), added(value, held)
    competitive = done & (t["method_group"] == "competitive")
    ones = pd.Series(1, t.index)
    bids, single = added(ones, competitive & t["bidders"].notna()), added(ones, competitive & (t["bidders"] == 1))
    found = pd.DataFrame({"p": p, "r": r, "1": pu * 100 / p, "2": (pu + pux) * 100 / p, "3": ru * 100 / r,
        "4": (ru + rux) * 100 / r, "5": pd_ * 100 / p, "6": (pd_ + pdx) * 100 / p, "7": rd * 100 / r,
        "8": (rd + rdx) * 100 / r, "9": (100 * ru - 40 * r) / 100, "10": r * 100 / p, "11": pu * 100 / p - ru * 100 / r,
        "12": groups["direct"] * 100 / r, "13": groups["e_purchasing"] * 100 / r, "14": single * 100 / bids,
        "15": 100 - with_hps * 100 / hps})
    return (len(found), int(ru.sum()))
"""
SYSTEMS = {"umkm, Narwhals on DuckDB": OURS, "hand-written DuckDB SQL": SQL, "pandas": PANDAS}
HEAD = "import sys, time\n"
TAIL = """
run(sys.argv[3])
began = time.perf_counter()
told = run(sys.argv[1])
seconds = time.perf_counter() - began
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM")) / 1024
print(seconds, peak, *told)
"""
EXPORT = """
COPY (SELECT [{names}][1 + i % {count}] AS "Nama Instansi", 'Dinas ' || (i % 40) AS "Nama Satuan Kerja",
    'P' || i AS "Kode Paket",
    CAST(60000000 + i AS VARCHAR) AS "Kode RUP", 2025 AS "Tahun Anggaran", 'E-Katalog' AS "Sumber Transaksi",
    'APBD' AS "Sumber Dana", 'CV Maju, Jaya ' || (i % 3000) AS "Nama Penyedia", 'E-Purchasing' AS "Metode Pengadaan",
    'Barang' AS "Jenis Pengadaan", 'Belanja alat tulis kantor nomor ' || i AS "Nama Paket",
    CASE WHEN i % 1000 = 0 THEN 'PAKET DIBATALKAN' ELSE 'SELESAI' END AS "Status Paket",
    1000 + (i * 7919) % 900000000 AS "Total Nilai (Rp)", 1000 AS "Nilai PDN (Rp)"
FROM range({rows}) AS r(i)) TO '{path}' (HEADER, DELIMITER ',')
"""


def make(path: Path, millions: float) -> None:
    """Write synthetic lines to one Parquet file."""
    local = [(one.code, one.name) for one in regions.members(regions.find("3500"))]
    query = sample_query(local, YEARS, each=round(millions * 1_000_000 / len(local) / len(YEARS)))
    with duckdb.connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def measured(source: str, path: Path) -> tuple[float, float, str]:
    """Run a system in a process of its own, on few lines first: seconds, peak MB, what it found."""
    few = path.with_name("few.parquet")
    command = [sys.executable, "-W", "ignore", "-c", HEAD + source + TAIL, str(path), ",".join(COLUMNS), str(few)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        sys.exit(done.stderr)
    seconds, peak, *told = done.stdout.splitlines()[-1].split()  # DuckDB may have drawn a progress bar before
    return float(seconds), float(peak), " ".join(told)


def compare(path: Path, rounds: int) -> None:
    """Print how the systems do on the same lines."""
    found: dict[str, list[tuple[float, float, str]]] = {name: [] for name in SYSTEMS}
    for _ in range(rounds):
        for name, source in SYSTEMS.items():
            found[name].append(measured(source, path))
    if len({told for runs in found.values() for _, _, told in runs}) > 1:
        sys.exit(f"the systems disagree: {found}")
    first = found[next(iter(SYSTEMS))]
    print("| system | s | times ours | peak MB |\n| --- | --- | --- | --- |")
    for name, runs in found.items():
        ratio = statistics.median(one[0] / own[0] for one, own in zip(runs, first, strict=True))
        seconds, peak = (statistics.median(run[at] for run in runs) for at in (0, 1))
        print(f"| {name} | {seconds:.2f} | {ratio:.2f} | {peak:.0f} |")


def grow(folder: Path, sizes: Sequence[float], rounds: int) -> None:
    """Print how time and memory grow with the lines."""
    print("\n| million lines | s | s per million | peak MB |\n| --- | --- | --- | --- |")
    for millions in sizes:
        path = folder / "growing.parquet"
        make(path, millions)
        runs = [measured(OURS, path) for _ in range(rounds)]
        seconds, peak = (statistics.median(run[at] for run in runs) for at in (0, 1))
        print(f"| {millions:g} | {seconds:.2f} | {seconds / millions:.3f} | {peak:.0f} |", flush=True)


def bring(folder: Path, rows: int, rounds: int) -> None:
    """Print how fast an export is imported, start-up and account included, and DuckDB's bare CSV to Parquet."""
    export, bare = folder / "realisasi.csv", folder / "bare.parquet"
    lines = folder / "imported"
    print(f"\n| import of {rows:,} rows of CSV | s | CPU s | times DuckDB's copy | in CPU | peak MB |")
    print("| --- | --- | --- | --- | --- | --- |")
    for count in (1, 99):
        names = [region.name for region in regions.all_regions().values() if region.is_local][:count]
        duckdb.sql(EXPORT.format(rows=rows, path=export, names=", ".join(f"'{name}'" for name in names), count=count))
        copy = f"import duckdb; duckdb.sql(\"COPY (FROM read_csv('{export}')) TO '{bare}' (COMPRESSION zstd)\")"
        command = ["-m", "umkm_analysis", "import", "inaproc", str(export), "--year", "2025", "--existing", "replace"]
        ours, theirs = [], []
        for number in range(rounds + 1):  # the first fills caches, those of validated tables among them
            for path in lines.glob("lines.json"):
                path.unlink()
            runs = timed(command, {"UMKM_LINES": str(lines)}), timed(["-c", copy], {})
            if number:
                ours.append(runs[0])
                theirs.append(runs[1])
        wall, cpu = (
            statistics.median(one[at] / other[at] for one, other in zip(ours, theirs, strict=True)) for at in (0, 2)
        )
        seconds, used = (statistics.median(run[at] for run in ours) for at in (0, 2))
        size = export.stat().st_size / 1e6
        print(f"| {count} institutions ({size:.0f} MB) | {seconds:.1f} | {used:.1f} | {wall:.2f} | {cpu:.2f} | "
              f"{max(run[1] for run in ours):.0f} |", flush=True)  # fmt: skip
    answer(lines, rounds)


def answer(lines: Path, rounds: int) -> None:
    """Print how long ``umkm shares`` takes over few lines: start-up."""
    few = {"UMKM_LINES": str(lines.with_name("few"))}
    timed(["-m", "umkm_analysis", "sample-lines"], few)
    runs = [timed(["-m", "umkm_analysis", "shares"], few) for _ in range(rounds + 1)][1:]
    floor = [timed(["-c", "import duckdb, narwhals, pandas, rich, typer"], {}) for _ in range(rounds)]
    (seconds, used), (bare, least) = (
        [statistics.median(run[at] for run in some) for at in (0, 2)] for some in (runs, floor)
    )
    print(f"\numkm shares over 8,000 lines: {seconds:.2f} s, {used:.2f} s of CPU; its libraries alone {bare:.2f} s, "
          f"{least:.2f} s of CPU")  # fmt: skip


def timed(arguments: Sequence[str], variables: Mapping[str, str]) -> tuple[float, float, float]:
    """Run Python in a process of its own: seconds, peak MB, seconds of CPU."""
    began = time.monotonic()
    process = subprocess.Popen(  # noqa: S603 - ours
        [sys.executable, "-W", "ignore", *arguments], stdout=subprocess.DEVNULL, env={**os.environ, **variables}
    )
    ended, peak = 0, 0
    while not ended:
        time.sleep(0.01)
        peak = max(peak, _peak(process.pid))
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{arguments} ended with {process.returncode}")
    return time.monotonic() - began, peak / 1024, usage.ru_utime + usage.ru_stime


def _peak(pid: int) -> int:
    """Return a process's peak memory so far, in KB; ru_maxrss begins with that of the process it was forked from."""
    with suppress(OSError, StopIteration), Path(f"/proc/{pid}/status").open() as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
    return 0


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--millions", type=float, default=10)
    parser.add_argument("--growth", type=float, nargs="*", default=[1, 5, 10, 20, 50])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the export that is imported")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        path = folder / "lines.parquet"
        make(folder / "few.parquet", 0.002)
        make(path, given.millions)
        print(f"{given.millions:g} million lines, {given.rounds} rounds, {os.cpu_count()} cores, "
              f"load {os.getloadavg()[0]:.1f} before\n")  # fmt: skip
        compare(path, given.rounds)
        if given.rows:
            bring(folder, given.rows, given.rounds)
        grow(folder, given.growth, given.rounds)


if __name__ == "__main__":
    main()
