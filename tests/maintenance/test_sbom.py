"""Bill of materials: the shape that CycloneDX asks for, and everything of the lock and of the pages in it."""

from __future__ import annotations

import hashlib
import json
import re
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest

from maintenance import licences, sbom
from maintenance.lock import pins

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return sbom.bill_of_materials()


def test_it_has_the_fields_that_cyclonedx_requires(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", bill["serialNumber"])
    described = bill["metadata"]["component"]
    for component in (described, *bill["components"]):
        assert component["type"] in {"application", "library", "file"}
        assert component["name"]
        assert component.get("scope") in {None, "required", "optional", "excluded"}
        for licence in component["licenses"]:
            assert licence.keys() in ({"expression"}, {"license"})
            assert "expression" in licence or licence["license"].keys() in ({"id"}, {"name"})
        for hash_ in component.get("hashes", ()):
            assert hash_["alg"] == "SHA-256"
            assert re.fullmatch("[0-9a-f]{64}", hash_["content"])
    references = [component["bom-ref"] for component in (described, *bill["components"])]
    assert len(set(references)) == len(references)
    assert sorted(entry["ref"] for entry in bill["dependencies"]) == sorted(
        reference for reference in references if not reference.startswith(("font:", "land:"))
    )
    for entry in bill["dependencies"]:
        assert set(entry["dependsOn"]) <= set(references)
        assert len(set(entry["dependsOn"])) == len(entry["dependsOn"])


def test_every_locked_package_of_this_environment_is_in_it_with_version_address_and_hashes(
    bill: dict[str, Any],
) -> None:
    listed = {component["name"]: component for component in bill["components"] if component["type"] == "library"}
    here = [pin for pin in pins() if pin.is_for_here]
    assert len(here) > 150
    assert set(listed) == {pin.name for pin in here}
    for pin in here:
        component = listed[pin.name]
        assert component["version"] == pin.version == metadata.version(pin.name)
        assert component["purl"] == f"pkg:pypi/{pin.name}@{pin.version}"
        assert [hash_["content"] for hash_ in component["hashes"]] == list(pin.hashes) != []


def test_the_scope_says_what_a_build_a_choice_and_the_tests_need(bill: dict[str, Any]) -> None:
    scope = {component["name"]: component["scope"] for component in bill["components"]}
    assert {scope[name] for name in ("pandas", "numpy", "papermill", "duckdb", "tornado")} == {"required"}
    assert {scope[name] for name in ("jupyterlab", "distributed", "polars", "pyspark", "playwright")} == {"optional"}
    assert {scope[name] for name in ("pytest", "ruff", "mypy", "coverage")} == {"excluded"}
    needed = {entry["ref"]: entry["dependsOn"] for entry in bill["dependencies"]}
    assert f"pkg:pypi/numpy@{metadata.version('numpy')}" in needed[f"pkg:pypi/pandas@{metadata.version('pandas')}"]


def test_the_fonts_that_every_page_embeds_are_in_it_with_their_licence(root: Path, bill: dict[str, Any]) -> None:
    fonts = [component for component in bill["components"] if component["bom-ref"].startswith("font:")]
    for font in fonts:
        path = root / font["name"]
        assert font["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}]
        assert font["licenses"] == [{"license": {"id": "OFL-1.1"}}]
        assert "SIL Open Font License, Version 1.1" in path.with_name("OFL.txt").read_text(encoding="utf-8")
        assert font["copyright"].startswith("Copyright 2020 The Plus Jakarta Sans Project Authors")
    css = (root / "umkm_analysis/pages/template/umkm/typeface.css").read_text(encoding="utf-8")
    assert css.count("@font-face") == len(fonts) == 2, (
        "a new font needs a file in pages/fonts, and stands in the bill then"
    )


def test_the_same_environment_gives_the_same_bytes(bill: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert json.dumps(sbom.bill_of_materials()) == json.dumps(bill)
    assert "timestamp" not in bill["metadata"]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    dated = sbom.bill_of_materials()
    assert dated["metadata"]["timestamp"] == "2023-11-14T22:13:20Z"
    assert dated["serialNumber"] != bill["serialNumber"]


@pytest.mark.parametrize(
    ("licence", "written"),
    [
        ("MIT", [{"license": {"id": "MIT"}}]),
        ("MIT AND PSF-2.0", [{"expression": "MIT AND PSF-2.0"}]),
        ("LicenseRef-own", [{"expression": "LicenseRef-own"}]),
        ("BSD License", [{"license": {"name": "BSD License"}}]),
        ("", []),
    ],
)
def test_a_licence_is_written_as_what_it_is(licence: str, written: list[dict[str, Any]]) -> None:
    assert sbom._licences(licence) == written  # noqa: SLF001 - each form


def test_licences_are_a_table_with_the_texts_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(licences, "ROOT", tmp_path)
    monkeypatch.setattr(licences, "OUTPUT", tmp_path / "build" / "licences.txt")
    assert licences.main() == 0
    text = licences.OUTPUT.read_text(encoding="utf-8")
    table, _, texts = text.partition("\n\n")
    assert re.search(rf"^pandas +{re.escape(metadata.version('pandas'))} +BSD-3-Clause$", table, re.MULTILINE)
    fonts = re.findall(r"^PlusJakartaSans-(\w+)\.woff2 +OFL-1\.1$", table, re.MULTILINE)
    assert fonts == ["Bold", "Regular"]
    assert re.search(r"^land\.json +public domain$", table, re.MULTILINE)
    assert len(table.splitlines()) == len(fonts) + 1 + sum(pin.is_for_here for pin in pins())
    assert "SIL OPEN FONT LICENSE" in texts
    assert "Redistribution and use in source and binary forms" in texts
    said = capsys.readouterr().out
    silent = [line.split()[0] for line in table.splitlines() if line.endswith("not stated")]
    assert all(name in said.split("not stated by ")[1] for name in silent)


def test_the_land_of_maps_is_in_it_with_its_source(bill: dict[str, Any], root: Path) -> None:
    (land,) = [component for component in bill["components"] if component["bom-ref"] == "land:land"]
    content = (root / land["name"]).read_bytes()
    assert land["hashes"] == [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]
    assert land["licenses"] == [{"license": {"name": "public domain"}}]
    assert "Natural Earth" in land["description"]
