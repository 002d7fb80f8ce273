"""Two people cannot have sign-in names that look alike, not even when both are let in at the same moment."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from tests.cast import Cast
from waystation.foundation.agencies.models import Member
from waystation.foundation.keyring.actions import members

migration = import_module("waystation.foundation.agencies.migrations.0005_plain_names")


def second(cast: Cast, name: str) -> None:
    agency = cast.member("ana").agency
    members.new_member(agency, name, "Somebody else", "case_manager", "en")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ANA", "\uff41na", "Ana"])
def test_the_database_refuses_a_name_that_looks_like_another(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(members, "is_name_taken", lambda asked: False)  # both looked before either had written
    with pytest.raises(IntegrityError), transaction.atomic():
        second(cast, name)


@pytest.mark.django_db
def test_of_two_from_before_the_first_has_the_name_and_the_other_keeps_theirs_as_written(cast: Cast) -> None:
    ana, ben = cast.member("ana"), cast.member("ben")
    Member.objects.update(plain_name=None)
    Member.objects.filter(pk=ben.pk).update(sign_in_name="ANA", joined_on="2031-01-01")
    migration.fill(apps, None)
    kept = dict(Member.objects.filter(pk__in=[ana.pk, ben.pk]).values_list("sign_in_name", "plain_name"))
    assert kept == {"ana": "ana", "ANA": None}
    assert Member.objects.filter(plain_name=None).count() == 1
