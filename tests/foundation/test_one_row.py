"""A row read by hand is the row a query set gives."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from waystation.foundation import store
from waystation.foundation.agencies.models import Agency, Member


@pytest.mark.django_db
def test_a_row_read_by_hand_is_the_one_its_manager_gives(cast: Cast) -> None:
    for member in Member.objects.select_related("agency"):
        read = store.row(Member, "id", member.pk)
        assert read is not None
        assert read._state.adding is False
        assert [getattr(read, field.attname) for field in Member._meta.concrete_fields] == [
            getattr(member, field.attname) for field in Member._meta.concrete_fields
        ]
        agency = store.row(Agency, "id", member.agency_id)
        assert agency == member.agency
        assert agency is not None
        assert bytes(agency.root_public) == bytes(member.agency.root_public)
        assert (type(agency.created_on), type(agency.is_host)) == (type(member.agency.created_on), bool)


@pytest.mark.django_db
def test_a_row_that_is_not_there_is_none(cast: Cast) -> None:
    assert store.row(Member, "sign_in_name", "nobody-of-this-name") is None
