"""Accounts, teams and recovery."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests.cast import PASSPHRASE, Cast
from tests.foundation.scenes import FACTS, allowed, open_case
from waystation.foundation import clock, store
from waystation.foundation.agencies.models import Member, Team
from waystation.foundation.audit.selectors import verify
from waystation.foundation.gate import Subject
from waystation.foundation.keyring import trust
from waystation.foundation.keyring.actions.founding import create_agency
from waystation.foundation.keyring.actions.members import (
    change_passphrase,
    close_account,
    enrol_member,
    reissue_recovery_code,
    remember_heads,
    use_recovery_code,
)  # fmt: skip
from waystation.foundation.keyring.actions.recovery import (
    DELAY,
    WINDOW,
    add_custodians,
    approve_recovery,
    begin_recovery,
    use_agency_code,
)  # fmt: skip
from waystation.foundation.keyring.actions.teams import (
    add_to_team,
    catch_up,
    create_team,
    remove_from_team,
    trust_partner,
)  # fmt: skip
from waystation.foundation.keyring.errors import NoKey, NotAllowed, Untrusted, WeakPassphrase, WrongCode
from waystation.foundation.keyring.models import Grant, HolderKind, MemberSecret, TeamGrant
from waystation.foundation.keyring.ring import Keyring
from waystation.foundation.keyring.selectors.capsules import open_capsules
from waystation.foundation.keyring.selectors.unlocking import open_with_code, unlock

NEW = "a quite different sentence"


def look(ring: Keyring, about: Subject) -> list[object]:
    return [item.data for item in open_capsules(allowed(ring, about, "header"), ring)]


def enrol(cast: Cast, who: str = "kofi", **more: object) -> Member:
    words = {"sign_in_name": "vera", "display_name": "Vera", "role": "case_manager", "passphrase": NEW, **more}
    return enrol_member(cast.keyring(who), **words).member


def test_the_right_passphrase_opens_and_nothing_else_does(cast: Cast) -> None:
    ben = cast.member("ben")
    assert unlock(ben, PASSPHRASE) is not None
    assert unlock(ben, PASSPHRASE + ".") is None
    assert unlock(None, PASSPHRASE) is None
    ben.is_active = False
    assert unlock(ben, PASSPHRASE) is None


def test_kofi_can_enrol_but_opens_nothing(cast: Cast) -> None:
    about = open_case(cast)
    vera = enrol(cast)
    kofi = cast.keyring("kofi")
    assert trust.certified(kofi, "member", vera.pk).subject == vera.pk
    assert kofi.team_ids == frozenset()
    with pytest.raises(NoKey):
        look(kofi, about)
    with pytest.raises(NotAllowed):
        create_team(kofi, kind="casework", name="Kofi's", members=[kofi.member])


@pytest.mark.parametrize("who", ["ben", "chloe", "iris", "ana"])
def test_others_cannot_enrol_or_make_teams_or_trust(who: str, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        enrol(cast, who)
    with pytest.raises(NotAllowed):
        create_team(cast.keyring(who), kind="casework", name="x")
    with pytest.raises(NotAllowed):
        trust_partner(cast.keyring(who), cast.agency("juniper"))
    with pytest.raises(NotAllowed):
        remove_from_team(cast.keyring(who), cast.team("case"), cast.member("ben"))


def test_a_short_passphrase_and_an_unknown_role_are_refused(cast: Cast) -> None:
    with pytest.raises(WeakPassphrase):
        enrol(cast, passphrase="eleven char")
    with pytest.raises(KeyError):
        enrol(cast, role="wizard")
    assert not Member.objects.filter(sign_in_name="vera").exists()


def test_ben_can_bring_uma_in_and_she_opens_what_was_there_before(cast: Cast) -> None:
    about, team = open_case(cast), cast.team("case")
    add_to_team(cast.keyring("ben"), team, cast.member("uma"))
    team.refresh_from_db()
    assert team.generation == 1
    assert look(cast.keyring("uma"), about) == [FACTS]


def test_a_newcomer_by_kofi_opens_the_past_once_a_colleague_caught_up(cast: Cast) -> None:
    about, team = open_case(cast), cast.team("case")
    add_to_team(cast.keyring("kofi"), team, cast.member("uma"))
    with pytest.raises(NoKey):
        look(cast.keyring("uma"), about)
    assert catch_up(cast.keyring("ben"), Team.objects.get(pk=team.pk)) == 2
    assert look(cast.keyring("uma"), about) == [FACTS]
    assert set(Grant.objects.filter(holder=team.pk).values_list("holder_generation", flat=True)) == {2}


def test_ben_cannot_open_after_he_left_the_team(cast: Cast) -> None:
    about, team = open_case(cast), cast.team("case")
    remove_from_team(cast.keyring("kofi"), team, cast.member("ben"))
    with pytest.raises(NoKey):
        look(cast.keyring("ben"), about)
    assert look(cast.keyring("chloe"), about) == [FACTS]
    assert TeamGrant.objects.filter(team=team, generation=2, holder=cast.member("chloe").pk).exists()


def test_a_closed_account_loses_every_sealed_copy(cast: Cast) -> None:
    ben = cast.member("ben")
    marker = ben.password
    close_account(cast.keyring("kofi"), ben)
    assert not TeamGrant.objects.filter(holder=ben.pk).exists()
    assert unlock(cast.member("ben"), PASSPHRASE) is None
    assert cast.member("ben").password != marker


def test_teams_do_not_cross_agencies_or_roles(cast: Cast) -> None:
    for team, member in (("case", "femi"), ("case", "iris"), ("journal", "ben"), ("statistics", "ben")):
        with pytest.raises(NotAllowed):
            add_to_team(cast.keyring("kofi"), cast.team(team), cast.member(member))


def test_ben_can_change_his_passphrase_and_keeps_his_keys(cast: Cast) -> None:
    about, ben = open_case(cast), cast.member("ben")
    with pytest.raises(WrongCode):
        change_passphrase(ben, old="not this sentence", new=NEW)
    change_passphrase(ben, old=PASSPHRASE, new=NEW)
    assert unlock(ben, PASSPHRASE) is None
    again = unlock(ben, NEW)
    assert again is not None
    assert look(again.keyring, about) == [FACTS]


def test_a_recovery_code_works_once(cast: Cast) -> None:
    ben, code = cast.member("ben"), cast.code("ben")
    with pytest.raises(WrongCode):
        use_recovery_code(ben, code=cast.code("ana"), passphrase=NEW)
    ring, fresh = use_recovery_code(ben, code=code.lower().replace("-", " "), passphrase=NEW)
    assert look(ring, open_case(cast)) == [FACTS]
    with pytest.raises(WrongCode):
        use_recovery_code(ben, code=code, passphrase=NEW)
    newest = reissue_recovery_code(ring)
    with pytest.raises(WrongCode):
        use_recovery_code(ben, code=fresh, passphrase=NEW)
    use_recovery_code(ben, code=newest, passphrase=NEW)


def recovered(cast: Cast, monkeypatch: pytest.MonkeyPatch, after: dt.timedelta) -> str:
    custodians = [cast.member(name) for name in ("chloe", "ana", "nia")]
    add_custodians(cast.keyring("kofi"), custodians=custodians, agency_code=cast.code("riverbend"))
    request = begin_recovery(cast.keyring("ana"), cast.member("ben"))
    later = clock.now() + after
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(NotAllowed):
        approve_recovery(cast.keyring("ana"), request, passphrase=NEW)
    return approve_recovery(cast.keyring("nia"), request, passphrase=NEW)


def test_two_custodians_together_give_ben_new_keys(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    about = open_case(cast)
    code = recovered(cast, monkeypatch, DELAY)
    unlocked = unlock(cast.member("ben"), NEW)
    assert unlocked is not None
    assert look(unlocked.keyring, about) == [FACTS]
    assert trust.certified(cast.keyring("chloe"), "member", cast.member("ben").pk).generation == 2
    use_recovery_code(cast.member("ben"), code=code, passphrase=PASSPHRASE)
    assert verify(about.agency).ok


@pytest.mark.parametrize("after", [DELAY - dt.timedelta(minutes=1), WINDOW + dt.timedelta(minutes=1)])
def test_a_recovery_is_not_approved_too_soon_or_too_late(
    after: dt.timedelta, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotAllowed):
        recovered(cast, monkeypatch, after)
    assert unlock(cast.member("ben"), PASSPHRASE) is not None


def test_who_is_no_custodian_cannot_begin_and_one_alone_is_not_enough(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        begin_recovery(cast.keyring("uma"), cast.member("ben"))
    with pytest.raises(NotAllowed):
        add_custodians(cast.keyring("kofi"), custodians=[cast.member("ana")] * 2, agency_code=cast.code("riverbend"))
    two = [cast.member("ana"), cast.member("chloe")]
    with pytest.raises(WrongCode):
        add_custodians(cast.keyring("kofi"), custodians=two, agency_code=cast.code("juniper"))


def test_the_printed_agency_code_brings_even_the_administrator_back(cast: Cast) -> None:
    kofi = cast.member("kofi")
    with pytest.raises(WrongCode):
        use_agency_code(kofi, code=cast.code("ben"), passphrase=NEW)
    ring, _ = use_agency_code(kofi, code=cast.code("riverbend"), passphrase=NEW)
    assert enrol_member(
        ring, sign_in_name="vera", display_name="Vera", role="case_manager", passphrase=NEW
    ).member.agency_id == kofi.agency_id  # fmt: skip


def test_a_member_grant_follows_its_member_through_recovery(cast: Cast) -> None:
    from tests.foundation.scenes import act
    from waystation.foundation.keyring.actions.compartments import grant

    about, uma = open_case(cast), cast.member("uma")
    with act(cast, "ben", about) as (actor, _):
        grant(actor.keyring, subject=about.id, compartments=["header"], holder=uma)
    ring, _ = use_agency_code(uma, code=cast.code("riverbend"), passphrase=NEW)
    assert look(ring, about) == [FACTS]
    assert Grant.objects.get(holder=uma.pk, holder_kind=HolderKind.MEMBER).holder_generation == 2


def test_a_bundle_remembers_the_head_and_a_shorter_chain_is_found(cast: Cast) -> None:
    unlocked = unlock(cast.member("ben"), PASSPHRASE)
    assert unlocked is not None
    remember_heads(unlocked.keyring, unlocked.unlock_key)
    again = unlock(cast.member("ben"), PASSPHRASE)
    assert again is not None
    chain = cast.agency("riverbend").pk
    seq, digest = again.bundle.heads[chain.hex]
    assert verify(chain, again.bundle.heads).ok
    assert not verify(chain, {chain.hex: (seq + 1, digest)}).ok


def test_a_partner_is_trusted_only_with_the_fingerprint_that_was_compared(cast: Cast) -> None:
    made = create_agency(
        name="Harbor", slug="harbor", kind="shelter", sign_in_name="zed", display_name="Zed", passphrase=NEW
    )
    own = cast.keyring("kofi")
    assert not trust.is_trusted(own, made.agency)
    with pytest.raises(Untrusted):
        trust_partner(own, made.agency, expected=own.bundle.root_fingerprint)
    trust_partner(own, made.agency, expected=made.keyring.bundle.root_fingerprint)
    assert trust.is_trusted(cast.keyring("ben"), made.agency)
    assert not MemberSecret.objects.filter(member=made.administrator, recovery_bundle=b"").exists()


def test_two_uses_of_one_recovery_code_are_judged_in_turn(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second reads the bundle only once the first has changed it: the code is then used up."""
    from waystation.foundation.keyring.actions import members

    real, code, seen = members.recovery_key, cast.code("ben"), []

    def at_the_bundle(typed: str, member: object) -> bytes:
        assert store.is_writing()
        seen.append(typed)
        return real(typed, member)

    monkeypatch.setattr(members, "recovery_key", at_the_bundle)
    use_recovery_code(cast.member("ben"), code=code, passphrase=NEW)
    with pytest.raises(WrongCode):
        use_recovery_code(cast.member("ben"), code=code, passphrase="yet another sentence")
    assert unlock(cast.member("ben"), NEW) is not None
    assert seen[0] == seen[-1] == code


def test_two_posts_of_one_recovery_code_at_a_time_let_one_through(transactional_cast: Cast) -> None:
    code, ben = transactional_cast.code("ben"), transactional_cast.member("ben")
    passphrases = ["first of two sentences", "second of two sentences"]

    def use(passphrase: str) -> bool:
        try:
            use_recovery_code(ben, code=code, passphrase=passphrase)
        except WrongCode:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        through = list(pool.map(use, passphrases))
    assert sorted(through) == [False, True]
    assert [unlock(ben, passphrase) is not None for passphrase in passphrases] == through


def test_a_recovery_code_opens_the_bundle_and_nothing_else_does(cast: Cast) -> None:
    made = enrol_member(
        cast.keyring("kofi"), sign_in_name="paula", display_name="Paula", role="case_manager", passphrase=PASSPHRASE
    )
    bundle = open_with_code(made.member, made.recovery_code)
    assert bundle is not None
    assert unlock(made.member, PASSPHRASE).bundle.exchange_public == bundle.exchange_public  # type: ignore[union-attr]
    assert open_with_code(made.member, made.recovery_code) is not None  # it is not used up
    assert open_with_code(made.member, "0000-" * 6 + "0000") is None
    assert open_with_code(cast.member("ben"), made.recovery_code) is None
    close_account(cast.keyring("kofi"), made.member)
    assert open_with_code(Member.objects.get(pk=made.member.pk), made.recovery_code) is None
