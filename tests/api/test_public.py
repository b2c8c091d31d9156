"""What the package exports: documented, typed, and loaded only when it is asked for."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jedi
import pytest

import umkm_analysis as ua
from umkm_analysis.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

FUNCTIONS = [name for name in ua.__all__ if inspect.isfunction(getattr(ua, name))]
CHARTS = list(ua.plot.__all__)
EVERY = [*((ua, name) for name in FUNCTIONS), *((ua.plot, name) for name in CHARTS)]


@pytest.mark.slow
def test_importing_the_package_loads_neither_pandas_nor_matplotlib() -> None:
    loaded = _loaded("import umkm_analysis")
    assert not {"pandas", "numpy", "pyarrow", "matplotlib", "IPython", "typer"} & loaded
    loaded = _loaded("import umkm_analysis as ua; ua.grdp")
    assert "pandas" in loaded
    assert not {"matplotlib", "umkm_analysis.api.plot"} & loaded


def _loaded(code: str) -> set[str]:
    command = [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())  # noqa: S603 - ours


def test_completion_offers_every_public_name() -> None:
    assert {name for name in dir(ua) if not name.startswith("__")} == set(ua.__all__) - {"__version__"}
    assert "__version__" in dir(ua)
    assert len(ua.__all__) == len(set(ua.__all__))


@pytest.mark.parametrize("path", ["ua", "ua.plot"])
def test_a_notebook_completes_public_names_and_no_others(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jedi.settings, "cache_directory", str(tmp_path))  # another process may be writing the person's
    space = ua.plot if path == "ua.plot" else ua
    offered = {one.name for one in jedi.Interpreter(f"{path}.", [{"ua": ua}]).complete()}
    public = {name for name in space.__all__ if not name.startswith("__")}
    assert {name for name in offered if not name.startswith("_")} == public
    (signature,) = jedi.Interpreter("ua.grdp(", [{"ua": ua}]).get_signatures()
    assert [one.name for one in signature.params][:2] == ["regions", "years"]


@pytest.mark.parametrize(("wrong", "right"), [("choropleth", "map"), ("bar", "ranking"), ("line", "level")])
def test_a_chart_by_another_name_is_answered_with_ours(wrong: str, right: str) -> None:
    with pytest.raises(AttributeError, match=rf'no "{wrong}": it is umkm_analysis\.plot\.{right}\.'):
        getattr(ua.plot, wrong)
    assert right in ua.plot.__all__


def test_a_wrong_name_is_answered_with_a_near_one() -> None:
    with pytest.raises(AttributeError, match=r'no "level_indx"\. Did you mean level_index\?'):
        ua.level_indx  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match=r'no "xyz"\. It has catalogue, claims, codes, '):
        ua.xyz  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_see_the_same_names_in_the_same_modules() -> None:
    tree = ast.parse(Path(str(ua.__file__)).read_text(encoding="utf-8"))
    (checking,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.name: str(node.module).removeprefix("umkm_analysis.api.")
        for node in checking.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    seen.pop("plot")
    assert seen == ua._PLACES  # noqa: SLF001 - what its __getattr__ reads
    assert set(ua.__all__) == {*seen, "plot", "__version__"}


def test_the_version_is_that_of_the_installed_package() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+.*", ua.__version__)


@pytest.mark.parametrize(("module", "name"), EVERY, ids=[name for _, name in EVERY])
def test_every_public_function_says_what_a_person_must_know(module: Any, name: str) -> None:
    function = getattr(module, name)
    text = inspect.getdoc(function) or ""
    sections = re.findall(r"^(\w+)\n-+$", text, flags=re.MULTILINE)
    assert {"Parameters", "Returns", "Raises", "Examples"} <= set(sections)
    parameters = text.split("Parameters\n", 1)[1].split("Returns\n", 1)[0]
    named = {word for line in re.findall(r"^(?! )(.+)$", parameters, flags=re.MULTILINE) for word in line.split(", ")}
    assert set(inspect.signature(function).parameters) <= named
    assert ">>> import umkm_analysis as ua" in text
    hints = inspect.get_annotations(function)
    assert set(inspect.signature(function).parameters) | {"return"} == set(hints)


def test_names_that_docstrings_refer_to_exist() -> None:
    for module, name in EVERY:
        for path in re.findall(r":func:`~?umkm_analysis\.([\w.]+)`", getattr(module, name).__doc__ or ""):
            found: Any = ua
            for part in path.split("."):
                if part != "api":
                    found = getattr(found, part)
            assert callable(found), path


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ua.plot.ranking(ua.recovery(), "status"), '"status" holds words, such as "no fall"'),
        (lambda: ua.correlation(ua.recovery(), "status", "swing_pp"), '"status" holds words'),
        (lambda: ua.search(None), "Give a word"),  # type: ignore[arg-type]
        (lambda: ua.search(5), "Give a word"),  # type: ignore[arg-type]
        (lambda: ua.to_arrow(None), "This is no table: None"),  # type: ignore[arg-type]
        (lambda: ua.to_polars([1]), "This is no table: [1]"),  # type: ignore[arg-type]
        (lambda: ua.codes(ua.recovery()), "Give the column of names"),
        (lambda: ua.join(ua.recovery(), None), "Give two tables"),  # type: ignore[arg-type]
    ],
)
def test_what_is_no_input_is_answered_with_a_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        call()
