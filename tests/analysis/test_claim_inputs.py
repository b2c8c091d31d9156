"""Rows and sources that the claims on a region are read from."""

from __future__ import annotations

from umkm_analysis.analysis import claims
from umkm_analysis.datasets import regions, tables


def test_claims_of_a_region_and_those_they_may_be_taken_for_are_read_with_their_evidence() -> None:
    rows = claims.inputs(regions.find("3576"))
    near = ["3576", "3516", "3500", "0000"]  # the city, the kabupaten of its name, its province, the nation
    assert {table for table, keys in rows.items() if keys == near} == set(claims.FIGURES)
    assert {table for table, keys in rows.items() if keys is None} == {"mandates"}
    assert all(set(near) <= set(rows[table] or ()) for table in claims.PUBLISHED)
    assert rows["claims"] == ["3576"]
    own = {source for found in claims.claims_on("3576") for source in found.claim.source_ids}
    assert own & set(tables.read("sources")["source_id"]) <= set(rows["sources"] or ())
    assert claims.inputs(regions.find("5171")) == {"claims": ["5171"]}, "no claim: nothing else is read"


def test_the_sources_of_findings_are_those_of_claims_and_evidence_once_in_order() -> None:
    found = claims.claims_on("3576")
    listed = claims.sources(found).index.tolist()
    assert len(set(listed)) == len(listed)
    assert listed[: len(found[0].claim.source_ids)] == list(found[0].claim.source_ids)
    evidence_of = {source for one in found if one.figure for source in one.figure.source_ids}
    own = {source for one in found for source in one.claim.source_ids}
    assert (evidence_of | own) & set(tables.read("sources")["source_id"]) <= set(listed)
    assert claims.sources([]).empty
