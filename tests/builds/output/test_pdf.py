from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING, Any

import pytest

from umkm_analysis.builds.output import pdf
from umkm_analysis.cli import main
from umkm_analysis.errors import MissingToolError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("UMKM_BROWSER", raising=False)
    monkeypatch.setattr(pdf, "PROGRAMS", ())


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "id" / "3576-kota-mojokerto" / "economic-recovery.html"
    path.parent.mkdir(parents=True)
    path.write_text("<title>x</title>")
    path.with_suffix(".json").write_text("{}")
    return path


@pytest.mark.usefixtures("no_browser")
def test_without_a_browser_it_is_said_what_to_install_and_the_command_ends_with_5(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["pdf", str(page)])
    assert ended.value.code == 5
    assert "apt install chromium" in " ".join(capsys.readouterr().err.split())
    assert not page.with_suffix(".pdf").exists()


@pytest.mark.usefixtures("no_browser")
def test_a_browser_that_is_not_there_is_named() -> None:
    with pytest.raises(MissingToolError, match=r'no browser "netscape"\. .*apt install chromium'):
        pdf.find_browser("netscape")


@pytest.mark.usefixtures("no_browser")
def test_a_browser_is_found_on_the_path_or_among_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "Chrome"
    program.write_text("")
    monkeypatch.setattr(pdf, "PROGRAMS", (str(tmp_path / "none"), str(program)))
    assert pdf.find_browser() == program
    command = tmp_path / "google-chrome"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    assert pdf.find_browser() == command
    assert pdf.find_browser("google-chrome") == command


def test_without_playwright_it_is_said_how_to_install_it(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *rest: Any, **named: Any) -> Any:
        if name.startswith("playwright"):
            raise ImportError(name)
        return found(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    for name in [name for name in sys.modules if name.startswith("playwright")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(MissingToolError, match=r'pip install -e "\.\[pdf\]"'):
        list(pdf.print_pages([page], browser=page))


def test_only_pages_with_a_record_are_printed(page: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("")
    page.with_name("other.html").write_text("")
    assert pdf.find_pages(tmp_path) == [page]
