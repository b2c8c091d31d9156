"""Memory of checked data: it saves the work of checking the same bytes, and nothing else."""

from __future__ import annotations

import json
import os
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from umkm_analysis.builds.staleness import code_fingerprint
from umkm_analysis.commands import check, checked_data
from umkm_analysis.commands import claims as claims_command
from umkm_analysis.commands import regions as regions_command
from umkm_analysis.commands.checked_data import are_all_valid, remembering_valid_tables
from umkm_analysis.datasets import csv_reader, project, tables, validity
from umkm_analysis.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Ended


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of the memory."""
    place = tmp_path / "cache" / "umkm"
    monkeypatch.setenv(checked_data.FOLDER_VARIABLE, str(place))
    return place


@pytest.fixture
def validated(copied: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the tables that pandera looks at."""
    assert project.root() == copied
    looked_at: list[str] = []
    monkeypatch.setattr(tables, "read_csv", csv_reader.read_csv)  # each time, as every process does
    broken = csv_reader._broken  # noqa: SLF001 - what costs the time
    monkeypatch.setattr(
        csv_reader,
        "_broken",
        lambda table, raw, resource, *rest: (looked_at.append(resource.name), broken(table, raw, resource, *rest))[1],
    )
    return looked_at


def forget() -> None:
    """Know nothing but what is on disk, as a new process."""
    project.clear_caches()
    for known in (validity.trusted, validity.without_fault, validity.validated, validity.lenient):
        known.clear()  # type: ignore[attr-defined]


def read_anew(name: str) -> None:
    forget()
    with remembering_valid_tables():
        tables.read(name)


@pytest.mark.usefixtures("memory")
def test_a_table_is_validated_once_and_again_when_a_byte_changes(copied: Path, validated: list[str]) -> None:
    read_anew("mandates")
    assert validated == ["mandates"]
    read_anew("mandates")
    assert validated == ["mandates"]
    path = copied / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("per cent", "percent", 1), encoding="utf-8")
    for _ in range(2):  # what is not valid is never remembered
        with pytest.raises(TableError):
            read_anew("mandates")
    assert validated == ["mandates"] * 3


@pytest.mark.usefixtures("copied")
def test_other_rules_or_libraries_have_no_memory(
    memory: Path, validated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    read_anew("mandates")
    with monkeypatch.context() as changed:
        changed.setattr(code_fingerprint, "of_rules", lambda: "other rules")
        read_anew("mandates")
        assert len(validated) == 2
    with monkeypatch.context() as changed:
        changed.setattr(checked_data, "version", lambda name: f"{name} 0")
        read_anew("mandates")
        assert len(validated) == 3
    assert len(list(memory.iterdir())) == 3


@pytest.mark.usefixtures("copied", "memory")
def test_what_a_folder_was_built_of_is_validated_again_by_other_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    checked, _ = checked_data.validate("", say=print)
    validated: list[object] = []
    monkeypatch.setattr(checked_data, "are_all_valid", lambda: bool(validated.append(1)))
    assert checked_data.validate(checked, say=print) == (checked, [])
    assert validated == []
    monkeypatch.setattr(code_fingerprint, "libraries", lambda: "others")
    assert checked_data.validate(checked, say=print)[0] != checked
    assert validated == [1]


@pytest.mark.usefixtures("copied")
@pytest.mark.parametrize("spoilt", ["{", "[]", '{"lines": ["mandates"]}', "swapped", "longer"])
def test_a_memory_that_is_not_as_it_was_written_is_none(memory: Path, validated: list[str], spoilt: str) -> None:
    read_anew("mandates")
    (file,) = memory.iterdir()
    said = json.loads(file.read_text(encoding="utf-8"))
    if spoilt == "swapped":
        spoilt = json.dumps({**said, "of": "another"})
    elif spoilt == "longer":
        spoilt = json.dumps({**said, "lines": [*said["lines"], "regions"]})
    file.write_text(spoilt, encoding="utf-8")
    read_anew("mandates")
    assert validated == ["mandates"] * 2


@pytest.mark.usefixtures("copied")
def test_without_a_place_for_it_everything_is_checked_anew(
    tmp_path: Path, validated: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv(checked_data.FOLDER_VARIABLE, str(tmp_path / "file"))
    for _ in range(2):
        read_anew("mandates")
    assert validated == ["mandates"] * 2


@pytest.mark.usefixtures("copied")
@pytest.mark.usefixtures("memory")
def test_what_an_edition_is_trusted_with_is_valid_nowhere_else(copied: Path) -> None:
    path = copied / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("per cent", "percent", 1), encoding="utf-8")
    marker = copied / project.EDITION_MARKER
    marker.write_text("{}", encoding="utf-8")
    with project.reading(project.edition_place(copied)):
        checked, bad_rows = checked_data.validate("", say=print)
        assert not bad_rows
        marker.unlink()
        for previous in ("", checked):
            forget()
            assert checked_data.validate(previous, say=print)[1]


def test_old_memories_go(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_data, "MOST_FILES", 2)
    keys = [64 * digit for digit in "abc"]
    for key in keys:
        checked_data._keep(key, [key])  # noqa: SLF001 - another project's
    assert [checked_data._read(key) for key in keys] == [[], [keys[1]], [keys[2]]]  # noqa: SLF001 - likewise
    assert len(list(memory.iterdir())) == 2


def test_files_of_the_person_in_the_folder_of_memories_stay(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checked_data, "MOST_FILES", 1)
    memory.mkdir(parents=True)
    own = {memory / f"{name}.json" for name in ("survey", "2024", "abcdef")}
    for file in own:
        file.write_text("{}", encoding="utf-8")
    checked_data._keep(64 * "a", ["a"])  # noqa: SLF001 - of any command
    assert {*memory.iterdir()} == {*own, memory / f"{64 * 'a'}.json"}


@pytest.mark.usefixtures("memory")
def test_check_says_the_same_from_memory_and_examines_what_has_changed(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    examined: list[int] = []
    examine = check._examine  # noqa: SLF001 - what takes the seconds
    monkeypatch.setattr(check, "_examine", lambda: (examined.append(1), examine())[1])
    forget()
    first = umkm("check")
    assert first.returncode == 0
    assert are_all_valid()
    assert (umkm("check"), len(examined)) == (first, 1)
    path = copied / "data" / "mandates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("per cent", "percent", 1), encoding="utf-8")
    forget()
    assert not are_all_valid()
    second = umkm("check")
    assert (second.returncode, len(examined)) == (3, 2)
    assert f"ok  data/regions.csv  {len(tables.every_row('regions'))} rows" in second.stdout
    assert umkm("check").returncode == 3


def _counted(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[object]:
    """Let a function note each time it is called."""
    calls: list[object] = []
    function = getattr(module, name)
    monkeypatch.setattr(module, name, lambda *given: (calls.append(given), function(*given))[1])
    return calls


@pytest.mark.usefixtures("memory")
def test_a_list_of_regions_is_made_once_and_again_when_data_or_imports_change(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = _counted(monkeypatch, regions_command, "_list")
    first, again = umkm("list"), umkm("list")
    assert (first.stdout, len(calls)) == (again.stdout, 1)
    assert umkm("list", "--kind", "kota").stdout != first.stdout
    assert len(calls) == 2
    (copied / "data" / "register").mkdir()
    (copied / "data" / "register" / "9999.parquet").write_bytes(b"x")
    assert (umkm("list").stdout, len(calls)) == (first.stdout, 3)


@pytest.mark.usefixtures("memory")
def test_claims_are_judged_once_and_again_when_a_byte_or_the_language_changes(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = _counted(monkeypatch, claims_command, "_check")
    file = copied / "claims.csv"
    rows = ["region,indicator,value,unit,stated_period", "Kabupaten Toba Samosir,grdp_growth,2.92,per cent,2021"]
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")
    first, again = umkm("claims", "check", str(file)), umkm("claims", "check", str(file))
    assert first == again
    assert len(calls) == 1
    assert first.stderr.startswith("note: 1206 is called Kabupaten Toba now.")
    other = umkm("claims", "check", str(file), "--language", "id")
    assert (other.stdout != first.stdout, len(calls)) == (True, 2)
    file.write_text("\n".join(rows).replace("2.92", "99.9") + "\n", encoding="utf-8")
    contradicted = umkm("claims", "check", str(file))
    assert (contradicted.returncode, len(calls)) == (4, 3)
    assert umkm("claims", "check", str(file)) == contradicted
    assert len(calls) == 3
    pipe = copied / "pipe"
    os.mkfifo(pipe)
    Thread(target=lambda: pipe.write_bytes(file.read_bytes()), daemon=True).start()  # which can be read once
    assert umkm("claims", "check", str(pipe)) == contradicted


@pytest.mark.usefixtures("memory")
def test_what_was_said_while_an_import_came_is_not_remembered(
    copied: Path, umkm: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch
) -> None:
    register = copied / "data" / "register" / "9999.parquet"
    register.parent.mkdir()
    speech = copied / "claims.csv"
    speech.write_text("region,indicator,value,unit,stated_period\n3576,grdp_growth,3.65,per cent,2021\n", "utf-8")
    for module, name, command in (
        (regions_command, "_list", ("list",)),
        (claims_command, "_check", ("claims", "check", str(speech))),
    ):
        with monkeypatch.context() as changed:
            work_out = getattr(module, name)
            changed.setattr(module, name, lambda *given, of=work_out: (register.write_bytes(b"x"), of(*given))[1])
            umkm(*command)
        register.unlink()
        calls = _counted(monkeypatch, module, name)
        umkm(*command)
        umkm(*command)
        assert len(calls) == 1, command
