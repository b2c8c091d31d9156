"""Tables of the reports and of the exit codes, from their registrations."""

from __future__ import annotations

import ast
import inspect

from maintenance.book.markdown import table
from umkm_analysis.commands import exit_codes
from umkm_analysis.commands.exit_codes import ExitCode
from umkm_analysis.i18n.translation import t, use_language
from umkm_analysis.reports.registry import REPORTS

CODES_START = """\
# Exit codes

One meaning each, in every command; scripts can rely on them.

"""
CODES_END = """
`umkm lab` alone ends with JupyterLab's code, or as shells do with 128 and the number of the signal that ended it.
`umkm data diff` alone ends with 1 where editions differ, as `diff` does, and never where something failed.
"""
REPORTS_START = """\
# Reports

One notebook each, run once per region and language. What a report reads decides when its page is built anew.

"""


def pages() -> dict[str, str]:
    """The page of exit codes and the page of reports."""
    codes = [[str(code.value), code.name, meaning] for code, meaning in meanings().items()]
    return {
        "reference/exit-codes.md": CODES_START + table(["code", "name", "meaning"], codes) + CODES_END,
        "reference/reports.md": REPORTS_START
        + table(["report", "title", "notebook", "regions", "what it answers"], _reports()),
    }


def meanings() -> dict[ExitCode, str]:
    """What each exit code means, from the text below its member."""
    (class_,) = (
        node
        for node in ast.parse(inspect.getsource(exit_codes)).body
        if isinstance(node, ast.ClassDef) and node.name == ExitCode.__name__
    )
    found = {ExitCode.OK: "All was done."}
    for member, text in zip(class_.body, class_.body[1:], strict=False):
        if isinstance(member, ast.Assign) and isinstance(text, ast.Expr) and isinstance(member.targets[0], ast.Name):
            found[ExitCode[member.targets[0].id]] = str(ast.literal_eval(text.value)).replace("``", "`")
    return found


def _reports() -> list[list[str]]:
    with use_language("en"):
        return [
            [
                f"`{report.name}`",
                f"{report.title} / {t(report.title)}",
                f"`{report.notebook}`",
                ", ".join(report.kinds or ("all",)),
                report.summary,
            ]
            for report in REPORTS
        ]
