"""Table of the reports in README.md, from their registrations: python -m umkm_analysis.reports.readme writes it."""

from __future__ import annotations

from umkm_analysis.datasets import project
from umkm_analysis.reports.registry import REPORTS

BEGIN, END = "<!-- reports: written by python -m umkm_analysis.reports.readme -->\n", "<!-- end of reports -->"


def report_table() -> str:
    """Markdown table of every report, its notebook and what it answers."""
    rows = (f"| `{report.name}` | `{report.notebook}` | {report.summary} |" for report in REPORTS)
    return "\n".join(["| report | notebook | what it answers |", "| --- | --- | --- |", *rows, ""])


def with_report_table(readme: str) -> str:
    """Return a README with its table of reports replaced by the present one."""
    before, rest = readme.split(BEGIN, 1)
    _, after = rest.split(END, 1)
    return f"{before}{BEGIN}{report_table()}{END}{after}"


if __name__ == "__main__":
    path = project.root() / "README.md"
    path.write_text(with_report_table(path.read_text(encoding="utf-8")), encoding="utf-8")
