"""The code lists: complete in both languages, counted against the standards, mapped without loss."""

from __future__ import annotations

from pathlib import Path

import pytest

from waystation.core import codes
from waystation.core.codes import lists

COUNTS = {
    "htcds_org_type": 9,
    "htcds_gender": 6,
    "htcds_marital_status": 6,
    "htcds_education": 9,
    "htcds_trafficking_status": 3,
    "htcds_status_decider": 5,
    "htcds_relationship": 3,
    "htcds_platforms": 15,
    "htcds_recruitment": 10,
    "htcds_means": 16,
    "htcds_exploitation": 11,
    "htcds_industry": 21,
    "htcds_sex_exploitation": 4,
    "htcds_vulnerability": 12,
    "htcds_perpetrator_role": 15,
    "htcds_case_status": 4,
    "htcds_referral_reason": 3,
    "htcds_event_type": 3,
    "htcds_plan_type": 9,
    "htcds_migrant_type": 5,
    "htcds_protection_type": 4,
    "htcds_migration_situation": 9,
    "ctdc_2017_means": 18,
    "ctdc_2021_means": 15,
    "ctdc_2024_means": 8,
    "ctdc_2024_labor": 4,
    "ctdc_2024_recruiter": 4,
    "ilo_signs": 11,
    "typology": 25,
    "public_signs": 13,
    "means_of_control": 18,
    "voca_race": 10,
    "voca_gender": 5,
    "voca_victimization": 26,
    "voca_special": 8,
    "voca_services": 4 + 10 + 7 + 3 + 11,
    "voca_service_groups": 5,
    "age_bands_ctdc_2017_fine": 15,
    "nibrs_offence": 5,
    "country": 249,
    "service_group": 12,
    "kind_of_trafficking": 4,
}


@pytest.mark.parametrize("name", codes.names())
def test_every_list_loads_with_source_and_both_languages(name: str) -> None:
    found = codes.get(name)
    assert found.source
    assert found.date
    assert len(found)
    for code in found:
        assert code.en.strip()
        assert code.es.strip()
    assert [code.order for code in found] == list(range(len(found)))


@pytest.mark.parametrize("name", codes.names())
def test_labels_are_unique_within_a_list(name: str) -> None:
    for lang in ("en", "es"):
        labels = [code.label(lang) for code in codes.get(name)]
        assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", codes.names())
def test_crosswalks_reach_members_of_their_target(name: str) -> None:
    found = codes.get(name)
    for target, target_list in found.crosswalks.items():
        for code in found:
            for reached in codes.crosswalk(name, target, code.code):
                assert reached in codes.get(target_list)


@pytest.mark.parametrize(("name", "count"), COUNTS.items())
def test_lists_have_the_count_of_their_standard(name: str, count: int) -> None:
    assert len(codes.get(name)) == count


def test_the_control_list_is_the_union_of_the_standards() -> None:
    reached: dict[str, set[str]] = {t: set() for t in ("htcds", "ctdc_2017", "ctdc_2021", "ctdc_2024")}
    for code in codes.get("means_of_control"):
        for target, seen in reached.items():
            seen.update(code.crosswalks[target])
    assert reached["htcds"] == set(codes.get("htcds_means").codes)
    assert reached["ctdc_2017"] == set(codes.get("ctdc_2017_means").codes) - {"NotSpecified"}
    assert reached["ctdc_2021"] == set(codes.get("ctdc_2021_means").codes)
    assert reached["ctdc_2024"] == set(codes.get("ctdc_2024_means").codes)


def test_no_control_is_lost_to_a_release_without_being_named() -> None:
    lost = {
        target: {c.code for c in codes.get("means_of_control") if not c.crosswalks[target]}
        for target in ("htcds", "ctdc_2017", "ctdc_2021", "ctdc_2024")
    }
    assert lost == {
        "htcds": set(),
        "ctdc_2017": set(),
        "ctdc_2021": {"restricts_financial_access", "uses_children"},
        "ctdc_2024": {"other"},
    }


def test_every_standard_code_of_exchange_is_reached_from_ours() -> None:
    pairs = [
        ("gender", "htcds"),
        ("exploitation", "htcds"),
        ("industry", "htcds"),
        ("sex_exploitation", "htcds"),
        ("recruitment", "htcds"),
        ("vulnerability", "htcds"),
        ("recruiter_relation", "htcds"),
        ("case_stage", "htcds"),
        ("platform", "htcds"),
        ("industry", "ctdc_2024"),
        ("recruiter_relation", "ctdc_2024"),
        ("exploitation", "ctdc_2024"),
    ]
    for name, target in pairs:
        found = codes.get(name)
        reached = {one for code in found for one in code.crosswalks[target]}
        assert reached == set(codes.get(found.crosswalks[target]).codes), (name, target)


def test_services_fall_into_groups_and_carry_lay_words_in_both_languages() -> None:
    services = codes.get("service")
    assert len(services) >= 60
    assert {code.crosswalks["group"][0] for code in services} == set(codes.get("service_group").codes)
    for code in services:
        assert code.extra["words"]
        assert code.extra["palabras"]


def test_languages_are_three_letters_and_countries_two_and_three() -> None:
    assert all(len(code.code) == 3 for code in codes.get("language") if code.code != "other")
    assert len(codes.get("language")) >= 60
    for code in codes.get("country"):
        assert len(code.code) == 2
        assert len(code.extra["alpha3"]) == 3


def test_choices_speak_the_language_and_can_end_with_the_three_answers() -> None:
    danger = codes.get("danger")
    assert danger.choices()[0] == ("now", "Yes, now")
    assert danger.choices("es-mx")[0] == ("now", "Sí, ahora")
    assert [code for code, _ in danger.choices(answers=True)][-3:] == list(codes.ANSWERS)
    assert [code for code, _ in codes.get("gender").choices(answers=True)].count("unknown") == 1
    assert codes.label("danger", "declined") == "Chose not to say"
    assert danger.title("es") == "Peligro inmediato"


def test_an_unknown_list_code_or_crosswalk_is_named_in_the_error() -> None:
    with pytest.raises(codes.UnknownList, match="no_such_list"):
        codes.get("no_such_list")
    with pytest.raises(codes.UnknownCode, match="no code 'soon'"):
        codes.get("danger")["soon"]
    with pytest.raises(codes.UnknownCode, match="no crosswalk to 'voca'"):
        codes.crosswalk("danger", "voca", "now")


def test_the_three_answers_become_nothing_where_a_standard_has_no_place_for_them() -> None:
    assert codes.crosswalk("means_of_control", "ctdc_2024", "declined") == ()
    assert codes.crosswalk("gender", "voca", "declined") == ("not_reported",)


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"en": "A", "es": "A", "source": "s", "date": 1, "grade": "V"}, "lacks 'codes'"),
        ({"codes": {}, "en": "A", "es": "A", "source": "s", "date": 1, "grade": "Z"}, "grade"),
        ({"codes": {"a": {"en": "A"}}, "en": "A", "es": "A", "source": "s", "date": 1, "grade": "V"}, "lacks 'es'"),
    ],
)
def test_a_wrong_data_file_is_refused_with_its_place(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(codes.CodeError, match=complaint):
        lists._parse("wrong.toml", "wrong", table)


def test_no_label_speaks_of_rescue_or_of_not_being_a_victim() -> None:
    for name in codes.names():
        for code in codes.get(name):
            said = f"{code.en} {code.es}".lower()
            assert "rescue" not in said
            assert "not a victim" not in said
            assert "no es víctima" not in said


def test_data_files_stay_short_enough_to_review() -> None:
    folder = Path(lists.__file__).parent
    for path in folder.rglob("*.toml"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, path
