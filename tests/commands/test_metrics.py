"""The catalogue of metrics on the command line."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.cli import main
from umkm_analysis.metrics.catalogue import METRICS

if TYPE_CHECKING:
    from umkm_analysis.metrics.catalogue import Metric


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        main(["metrics", *arguments])
    printed = capsys.readouterr()
    return int(ended.value.code or 0), printed.out, printed.err


def test_without_an_id_every_metric_has_aligned_lines_of_at_most_100_characters(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = run(capsys)
    head, *lines = out.splitlines()
    assert code == 0
    assert max(map(len, [head, *lines])) <= 100
    columns = [head.index(name) for name in ("id", "title", "better", "unit")]
    listed: list[list[str]] = []
    for line in lines:
        cells = [line[start:end].strip() for start, end in zip(columns, [*columns[1:], None], strict=True)]
        if cells[0]:
            listed.append(cells)
        else:  # goes on with the line before
            listed[-1] = [" ".join(filter(None, pair)) for pair in zip(listed[-1], cells, strict=True)]
    better = {"higher": "higher", "lower": "lower", "neutral": "depends"}
    expected = [[metric.id, metric.title_en, better[metric.direction], metric.unit] for metric in METRICS]
    assert listed == expected


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_a_metric_is_shown_with_all_the_catalogue_says(capsys: pytest.CaptureFixture[str], metric: Metric) -> None:
    code, out, _ = run(capsys, metric.id)
    assert code == 0
    shown = [line[12:] for line in out.splitlines()]
    for name in ("id", "title_id", "title_en", "summary", "unit", "source", "formula"):
        text = getattr(metric, name)
        for line in text.replace("; ", "\n").splitlines() if name == "formula" else text.splitlines():
            assert line in shown


def test_one_metric_in_full(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "break_even_growth")
    assert out.splitlines() == [
        "id          break_even_growth",
        "Indonesian  Pertumbuhan minimum untuk pulih",
        "English     Break-even growth",
        "summary     Compute the growth that makes good a fall within one year.",
        "formula     break_even = (1 / (1 + shock / 100) − 1) * 100",
        "            0 where shock ≥ 0",
        "unit        per cent",
        "direction   depends on the case",
        "source      Identity: (1 + shock) * (1 + break_even) = 1.",
        "function    umkm_analysis.metrics.growth.break_even_growth",
        "",
        "import pandas as pd",
        "from umkm_analysis.metrics.growth import break_even_growth",
        "",
        "break_even_growth(pd.Series({2020: -3.69})).round(2).tolist()",
        "# [3.83]",
    ]


def test_an_unknown_id_ends_with_2_and_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "theil")
    assert (code, out) == (2, "")
    hint = "Did you mean theil_t or theil_l?"
    assert err == f'umkm: There is no metric "theil". {hint} umkm metrics lists all {len(METRICS)}.\n'


def test_the_catalogue_needs_no_heavy_library() -> None:
    code = "from umkm_analysis.metrics import catalogue; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    heavy = {"scipy", "matplotlib", "duckdb", "narwhals", "papermill", "pandera", "babel"}
    assert not heavy & {name.partition(".")[0] for name in done.stdout.split()}
