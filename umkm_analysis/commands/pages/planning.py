"""Plan of ``umkm build``: what is asked for, held against the data and against what lies in the output folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from umkm_analysis.builds.job import Job
from umkm_analysis.builds.links import links_of
from umkm_analysis.builds.own.notebooks import read_all
from umkm_analysis.builds.packed import Packed
from umkm_analysis.builds.plan import choose_regions, make_plan
from umkm_analysis.builds.staleness.compare import split_stale
from umkm_analysis.builds.table_answers import TableAnswers
from umkm_analysis.commands import checked_data
from umkm_analysis.commands.console import err, left_out_line, print_notes
from umkm_analysis.datasets import fingerprints, project
from umkm_analysis.datasets.boundaries import store as boundaries
from umkm_analysis.datasets.editions import archive
from umkm_analysis.errors import DataError, UsageError
from umkm_analysis.plurals import count_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from umkm_analysis.builds.own.notebooks import OwnNotebook
    from umkm_analysis.builds.plan import LeftOut, Plan
    from umkm_analysis.builds.request import Asked
    from umkm_analysis.builds.staleness.compare import Split
    from umkm_analysis.builds.staleness.file_states import FileStates
    from umkm_analysis.builds.staleness.manifest import Manifest
    from umkm_analysis.datasets.rules.bad_rows import BadRow


@dataclass(frozen=True)
class Planned:
    """Everything that a build is about to do, and what it rests on."""

    jobs: Sequence[Job]
    split: Split
    """Those of the jobs that must be built, against the folder's manifest as it was read."""
    checked: str
    """Fingerprint of the data that were accepted and of the rules; empty where rows had to be set aside."""
    left_out: Sequence[LeftOut]
    not_retried: Sequence[str] = ()
    """Pages that the build is about and does not make, because only what failed is built again."""


def plan_build(  # noqa: PLR0913 - what, where and how
    asked: Asked,
    folder: Path,
    manifest: Manifest,
    states: FileStates,
    *,
    address: str | None,
    seconds: float,
    warm: bool,
    force: bool,
    prune: bool,
    retry_failed: bool,
) -> Planned:
    """Validate the data unless that was done before, and work out every job; notes are printed on stderr.

    Parameters
    ----------
    asked
        Regions, reports and languages.
    folder, manifest
        Output folder, and its manifest.
    states
        Of the files that reports read, from before any process of the build has read one.
    address
        Where the folder will stand on the web.
    seconds
        Time limit of a report's cells.
    warm
        Whether its cells run in forks.
    force
        Whether what is up to date is built again.
    prune
        Whether pages that are not in the plan are removed.
    retry_failed
        Whether only what failed last time is planned.

    Raises
    ------
    UsageError
        If there is nothing to build, or what is asked for does not go together.
    DataError
        If the data cannot be used.
    """
    home = project.root()
    own = read_all(asked.notebooks)
    version = fingerprints.data_version(home)
    checked, bad_rows = checked_data.validate(manifest.checked, say=err.print)
    chosen = choose_regions(named=asked.region, provinces=asked.province, everything=asked.everything)
    print_notes([*asked.region, *asked.province])
    about = _about()
    answers = TableAnswers() if bad_rows else TableAnswers(checked_data.remembered_answer(about=about))
    plan = make_plan(
        chosen, reports=asked.reports, own=own, languages=asked.languages, limit=asked.limit, answers=answers
    )
    if not plan.tasks:
        raise UsageError("\n".join(["there is nothing to build.", *map(left_out_line, plan.left_out)]))
    pages = {task.page for task in plan.tasks}
    if retry_failed:
        plan = _only_failed(plan, manifest)
    _refuse_missing(plan)
    _say_saved_defaults(plan)
    _say_untranslated(own, asked.languages)
    values = _parameters(asked.parameters, plan) if asked.parameters else {}
    refused = _refused(plan, bad_rows)
    jobs = Packed(
        Job(
            task,
            values,
            links_of(task, output=folder, languages=asked.languages, address=address, planned=pages, prune=prune),
            seconds=seconds,
            warm=warm,
            data_version=version,
            files=states.of(task, answers),
            refused=refused.get(task.page),
            sets_aside=bool(bad_rows),
        )
        for task in plan.tasks
    )
    split = split_stale(jobs, folder, manifest, answers=answers, force=force)
    if answers.has_grown and not bad_rows and about == _about():
        checked_data.keep_answer(answers.lines(), version, about=about)
    not_retried = sorted(pages - {task.page for task in plan.tasks}) if retry_failed else ()
    return Planned(jobs, split, checked, plan.left_out, not_retried)


def _about() -> list[str]:
    """What the answers of the tables depend on besides the tables: an import may come, and go again, at any time."""
    return ["plan", checked_data.imports_state(boundaries.place(), *archive.paths()), repr(project.place_in_use())]


def _refused(plan: Plan, bad_rows: Sequence[BadRow]) -> dict[str, str]:
    """Why pages cannot be made, by page, where a row that they read cannot be used."""
    if not bad_rows:
        return {}
    from umkm_analysis.datasets.validation.bad_rows import problem_of_rows

    found = {task.page: problem_of_rows(task.report.rows_read(task.region), bad_rows) for task in plan.tasks}
    return {page: problem for page, problem in found.items() if problem}


def _only_failed(plan: Plan, manifest: Manifest) -> Plan:
    failed = tuple(task for task in plan.tasks if task.page in manifest.failed)
    if not failed:
        raise UsageError("nothing of this plan failed last time.")
    return replace(plan, tasks=failed)


def _refuse_missing(plan: Plan) -> None:
    """Refuse a plan with a report whose notebook is not there."""
    for report in dict.fromkeys(task.report for task in plan.tasks):
        notebook = project.notebook(report.notebook)
        if not notebook.is_file():
            raise DataError(
                f"{notebook}: there is no such notebook, which {report.name} is made by. Put it back, or name a folder "
                f"that has it by {project.HOME_VARIABLE}; --report chooses other reports."
            )


def _parameters(pairs: Sequence[str], plan: Plan) -> dict[str, str | int | float]:
    from umkm_analysis.jupyter.parameters import read_parameters

    return read_parameters(pairs, dict.fromkeys(project.notebook(task.report.notebook) for task in plan.tasks))


def _say_saved_defaults(plan: Plan) -> None:
    """Say where a notebook was saved with other values of its parameters than those a build gives it."""
    from umkm_analysis.jupyter.parameters_cell import ParametersCellError, parameters_cell, saved_defaults

    for report in dict.fromkeys(task.report for task in plan.tasks):
        try:
            cells = json.loads(project.notebook(report.notebook).read_text(encoding="utf-8"))["cells"]
            saved = saved_defaults(parameters_cell(cells, report.notebook))
        except (OSError, ValueError, LookupError, ParametersCellError):  # its reports fail, and say why
            continue
        for name, value in report.parameters.items():
            if saved.get(name, value) != value:
                err.print(
                    f"note: notebooks/{report.notebook} was saved with {name} = {saved[name]}; builds use {value}. "
                    f"For another one: --parameter {name}={saved[name]}"
                )


def _say_untranslated(own: Sequence[OwnNotebook], languages: Sequence[str]) -> None:
    for each in own if "en" in languages else ():
        if first := each.untranslated():
            err.print(
                f"note: {each.file_name}: {count_of(len(first), 'markdown cell')} without English, on English pages "
                f'as written; the first is "{first[0]}". Tag such a cell only-id and write another one tagged only-en; '
                "or build with --language id."
            )
