"""Origin of evidence: outlet, site, producer, speech."""

from __future__ import annotations

import pytest

from umkm_analysis.analysis.claim_checks import origins
from umkm_analysis.analysis.evidence import Figure
from umkm_analysis.datasets.claims import Claim


def claim(*sources: str, **known: object) -> Claim:
    return Claim("X", "3576", "umkm_count", 1.0, 0, "UMKM", source_ids=sources, **known)  # type: ignore[arg-type]


def figure(*sources: str, status: str = "verified") -> Figure:
    return Figure("3576", "umkm_count", 1.0, "2022", "UMKM", sources, status)


@pytest.mark.parametrize(
    ("own", "source", "expected"),
    [
        pytest.param("SEED_SJP", "SEED_SJP", True, id="itself"),
        pytest.param("TRANSVERSAL_20220524", "TRANSVERSAL_20230307", True, id="outlet"),
        pytest.param("INEWS_MJK_93057", "INEWS_20220325", True, id="site, by a publisher that is an address"),
        pytest.param("INEWS_MJK_93057", "INEWS_SBY_404274", True, id="site, another edition"),
        pytest.param("BALIPOST_20211113", "BALIPOST_274026", True, id="outlet without an address"),
        pytest.param("MEDCOM_MALUKU_2022", "ANTARA_260958", True, id="agency in brackets"),
        pytest.param("VALIDNEWS_2018", "ANTARABALI_128911", True, id="agency that is quoted"),
        pytest.param("TRIBUNBALI_20181012", "TRIBUN_20210228", True, id="site under another name"),
        pytest.param("BPS_API_2194", "QUARCS_514", True, id="hostings of one producer"),
        pytest.param("SIMREG", "BPS_PROV_GROWTH", True, id="Bappenas hosts what BPS produces"),
        pytest.param("https://mojokerto.inews.id/read/1", "INEWS_MJK_93057", True, id="an address that was typed"),
        pytest.param("Gema Media", "GEMAMEDIA_14937", True, id="an outlet that was typed"),
        pytest.param("SEED_SJP", "JATIMNOW_43194", False, id="another outlet"),
        pytest.param("SEED_SJP", "NOT_IN_THE_TABLE", True, id="a source without a usable row vouches for nothing"),
        pytest.param("SCRIBD_700401913", "SE_LKPP_8_2023", False, id="a site of many publishers"),
        pytest.param("KOMPASIANA_20240903", "KOMPASIANA_20150803", True, id="one blog"),
        pytest.param("SURABAYAGOID_74390", "DPR_47971", False, id="names under go.id"),
        pytest.param("DUKCAPIL_2024S2", "QUARCS_514", False, id="another producer on the same host"),
        pytest.param("SEED_SJP", "BPSJATIM_WEB_2022", False, id="official release"),
        pytest.param("https://example.org/a", "SEED_SJP", False, id="an address of nobody known"),
    ],
)
def test_sources_of_one_origin_are_told(own: str, source: str, expected: bool) -> None:  # noqa: FBT001 - a table
    assert origins.comes_from(claim(own), source) is expected


def test_the_speaker_may_be_the_outlet() -> None:
    said = {"en": "TIMES Mojokerto (outlet)", "id": "TIMES Mojokerto (media)"}
    assert origins.comes_from(claim(said_by=said), "TIMES_MJK_20211206")
    assert not origins.comes_from(claim(said_by=said), "WARTA_20230318")


@pytest.mark.parametrize(
    ("said_on", "said_at", "source", "expected"),
    [
        ("2022-06-03", None, "INEWS_MJK_93057", True),  # printed some day of June
        ("2022-05-29", None, "SEED_SJP", True),  # on 4 June
        ("2022-05-20", None, "SEED_SJP", False),
        ("2022-05-20", "ISPE 2022", "SEED_SJP", True),  # the title names the event
        ("2022-06-05", "ISPE 2022", "SEED_SJP", False),  # nobody reports a speech before it
        ("2022-06-03", None, "IDXCHANNEL_KOMINFO", False),  # some day of 2022 tells nothing
        ("2022-06-18", None, "BPSJATIM_WEB_2022", False),  # a release is no report of a speech
        (None, "ISPE 2022", "SEED_SJP", False),
    ],
)
def test_a_report_of_the_speech_is_no_evidence(
    said_on: str | None,
    said_at: str | None,
    source: str,
    expected: bool,  # noqa: FBT001 - a table
) -> None:
    assert origins.comes_from(claim(said_on=said_on, said_at=said_at), source) is expected


def test_one_independent_source_is_enough_unless_all_have_one_origin() -> None:
    own = claim("WARTA_20230318")
    assert origins.is_independent(own, figure("WARTA_20230318", "SURON_20230919"))
    assert not origins.is_independent(own, figure("WARTA_20230318", "SURON_20230919", status="corroborated"))
    assert not origins.is_independent(own, figure("WARTA_20230706"))
    assert origins.is_independent(own, figure())


def test_outlets_that_print_an_official_figure_are_no_evidence_beside_it() -> None:
    printed = figure("QUARCS_514", "SEED_SJP")
    assert not origins.is_independent(claim("BPSJATIM_WEB_2022"), printed)
    assert origins.is_independent(claim("SEED_SJP"), printed)


def test_a_settled_conflict_known_from_the_claim_alone_is_told() -> None:
    assert origins.names_own_source(claim("WARTA_20230318"), "WARTA_20230318 (swaps -3.65 / 3.69)")
    assert not origins.names_own_source(claim("WARTA_20230318"), "DUTA_20251105; WARTA_20230318")
    assert not origins.names_own_source(claim("WARTA_20230318"), "derived")
