"""HTCDS 2.0: its fields by count, its misspellings read, its own names written."""

from __future__ import annotations

import pytest

from waystation.core import codes
from waystation.core.codes import htcds


def test_fields_have_the_counts_of_the_standard() -> None:
    fields = htcds.fields().values()
    assert len(fields) == 84
    assert len({field.group for field in fields}) == 10
    core = [field for field in fields if field.core]
    assert len(core) == 40
    assert sum(not field.deprecated for field in core) == 38


def test_every_coded_field_names_a_list_on_file() -> None:
    for field in htcds.fields().values():
        if field.code_list:
            assert len(codes.get(field.code_list))


@pytest.mark.parametrize(
    ("spelled", "standard"),
    [
        ("vic_TraffickinStatusDecisionMakingOrg", "vic_TraffickingStatusDecisionMakingOrg"),
        ("prs_First_Name", "prs_FirstName"),
        ("prs_Second_Name", "prs_SecondName"),
        ("vic_Methods_of_Control", "vic_MethodsOfControl"),
        ("Reason for Outgoing Referral", "cas_ReasonForOutgoingReferral"),
        (" prs_Gender ", "prs_Gender"),
    ],
)
def test_misspelt_columns_are_read_as_the_standard_names(spelled: str, standard: str) -> None:
    assert htcds.read_field(spelled) == standard


def test_misspelt_codes_are_read_and_the_standard_code_is_written() -> None:
    assert htcds.read_code("vic_Methods_of_Control", "DebtBondage ") == "DebtBondage"
    assert htcds.read_code("vic_RelationshipToTrafficker", "Unacquainted") == "Unaquainted"
    assert codes.crosswalk("recruiter_relation", "htcds", "stranger") == ("Unaquainted",)


def test_unknown_columns_and_codes_are_refused() -> None:
    with pytest.raises(codes.UnknownCode, match="no field 'vic_Unknown'"):
        htcds.read_field("vic_Unknown")
    with pytest.raises(codes.UnknownCode, match="no code list"):
        htcds.read_code("prs_FirstName", "Mateo")
    with pytest.raises(codes.UnknownCode, match="no code 'Debt'"):
        htcds.read_code("vic_MethodsOfControl", "Debt")
