"""The pages of people: inviting on paper, coming in, being let in, teams, being away, leaving."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client

from tests.cast import Cast
from tests.signing import session_of, sign_in_through_forms
from waystation.foundation import clock
from waystation.foundation.agencies.models import Cover, Member, Team
from waystation.foundation.agencies.selectors import members_of, teams_of
from waystation.foundation.agencies.signin import factors
from waystation.foundation.audit.models import Event
from waystation.foundation.keyring.actions.invitations import invite, renew
from waystation.foundation.keyring.models import Draft, Invitation, TeamGrant
from waystation.foundation.keyring.session.state import FRESH

NEW = "a lamp left on in the hall"
ASKED = {"display_name": "Maya", "sign_in_name": "maya", "role": "case_manager", "language": "en"}


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def slip_of(kofi: Client, cast: Cast, **more: Any) -> tuple[Member, str]:
    """Kofi invites Maya; her account and the code on the slip."""
    answer = kofi.post("/people/invite/", {**ASKED, "teams": [str(cast.team("case").pk)], **more})
    assert answer.status_code == 302, text_of(answer)
    page = text_of(kofi.get(answer["Location"]))
    found = re.search(r'<code id="secret">([^<]+)</code>', page)
    assert found
    return Member.objects.get(sign_in_name="maya"), found[1]


def come_in(secret: str) -> Client:
    """Maya makes her keys and signs in with an authenticator."""
    maya = Client()
    answer = maya.post(f"/join/{secret}/", {"new": NEW, "again": NEW})
    assert answer["Location"].startswith("/sign-in/")
    maya.post("/sign-in/", {"name": "maya", "passphrase": NEW, "next": "/people/waiting/"})
    member = Member.objects.get(sign_in_name="maya")
    page = text_of(maya.get("/sign-in/set-up/"))
    shown = re.search(r"((?:[A-Z2-7]{4} ){7}[A-Z2-7]{4})", page)
    assert shown
    answer = maya.post("/sign-in/set-up/", {"code": factors.current_code(shown[1].replace(" ", ""))})
    assert answer["Location"].startswith("/account/keep/")
    assert factors.has_authenticator(member)
    return maya


def test_kofi_can_invite_maya_and_she_comes_in_by_the_slip(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, secret = slip_of(kofi, cast)
    assert "Kofi invites you to Riverbend Advocates" in text_of(Client().get(f"/join/{secret}/"))
    maya = come_in(secret)
    kept = text_of(maya.get("/account/keep/"))
    assert "Recovery code" in kept
    assert "Backup codes" in kept
    assert maya.post("/account/keep/", {"next": "/people/waiting/"})["Location"] == "/people/waiting/"
    assert "Wait for Kofi to let you in" in text_of(maya.get("/people/waiting/"))
    assert "Let Maya in" in text_of(kofi.get("/people/"))
    assert kofi.post(f"/people/{member.pk}/admit/").status_code == 302
    assert list(teams_of(member)) == [cast.team("case")]
    assert maya.get("/people/waiting/")["Location"] == "/today/"
    assert maya.get("/today/").status_code == 200


@pytest.mark.parametrize("name", ["BEN", " Ben", "\uff42en"])
def test_kofi_cannot_invite_somebody_whose_name_looks_like_a_colleagues(cast: Cast, name: str) -> None:
    answer = cast.client("kofi").post("/people/invite/", {**ASKED, "sign_in_name": name})
    assert answer.status_code == 422
    assert "Choose another one." in text_of(answer)
    with pytest.raises(IntegrityError):
        invite(cast.keyring("kofi"), sign_in_name=name, display_name="Maya", role="case_manager")


def test_a_slip_not_on_paper_yet_survives_the_lock_and_another_browser(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, secret = slip_of(kofi, cast)
    kofi.post("/lock/")
    later = cast.client("kofi")
    assert "Show the slip again" in text_of(later.get("/people/"))
    assert secret in text_of(later.get(f"/people/{member.pk}/slip/"))
    assert secret.encode() not in b"".join(bytes(body) for body in Draft.objects.values_list("body", flat=True))
    later.post(f"/people/{member.pk}/slip/")
    assert "Show the slip again" not in text_of(later.get("/people/"))
    assert later.get(f"/people/{member.pk}/slip/")["Location"] == "/people/"


def test_a_slip_that_another_one_replaced_is_not_shown(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, secret = slip_of(kofi, cast)
    renew(cast.keyring("kofi"), member)
    assert kofi.get(f"/people/{member.pk}/slip/")["Location"] == "/people/"
    assert Client().get(f"/join/{secret}/").status_code == 404


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]"])
def test_kofi_is_told_when_a_slip_works_on_this_computer_only(cast: Cast, host: str) -> None:
    kofi = cast.client("kofi")
    member, _ = slip_of(kofi, cast)
    for path in ("/people/invite/", f"/people/{member.pk}/slip/"):
        assert "works on this computer only" in text_of(kofi.get(path, headers={"host": host}))
        assert "works on this computer only" not in text_of(kofi.get(path))


def test_kofi_reads_which_role_joins_the_teams_of_one_role(cast: Cast) -> None:
    page = text_of(cast.client("kofi").get("/people/invite/"))
    assert "only for this role: Supervisor" in page
    assert "needs an intake team" in page


def test_a_newcomer_sees_one_page_only_until_let_in(cast: Cast) -> None:
    _, secret = slip_of(cast.client("kofi"), cast)
    maya = come_in(secret)
    for path in ("/today/", "/cases/", "/people/", "/account/"):
        assert maya.get(path)["Location"] == "/people/waiting/"
    assert maya.post("/account/codes/", {"passphrase": NEW})["Location"] == "/people/waiting/"


def test_the_code_can_be_typed_and_is_not_in_any_address(cast: Cast) -> None:
    _, secret = slip_of(cast.client("kofi"), cast)
    typed = secret.lower().replace("-", " ")
    answer = Client().post("/join/", {"slip": typed, "new": NEW, "again": NEW})
    assert answer["Location"].startswith("/sign-in/")
    assert secret not in answer["Location"]
    again = Client().post("/join/", {"slip": typed, "new": NEW, "again": NEW})
    assert again.status_code == 422


def test_no_cookie_but_the_forms_token_is_set_before_the_first_send(cast: Cast) -> None:
    _, secret = slip_of(cast.client("kofi"), cast)
    newcomer = Client()
    newcomer.get(f"/join/{secret}/")
    assert set(newcomer.cookies) <= {"__Host-c", "csrftoken"} | set(Client().get("/sign-in/").cookies)


def test_used_expired_and_forged_slips_answer_alike_and_say_what_to_do(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, used = slip_of(kofi, cast)
    Client().post(f"/join/{used}/", {"new": NEW, "again": NEW})
    kofi.post(f"/people/{member.pk}/withdraw/")
    _, expired = slip_of(kofi, cast)
    Invitation.objects.update(expires_at=clock.now())
    pages = []
    for code in (used, expired, "0000-0000-0000-0000-0000-0000-0000", "nonsense"):
        answer = Client().get(f"/join/{code}/")
        assert answer.status_code == 404
        pages.append(re.sub(r'value="[^"]*"', "", text_of(answer)).replace(code, ""))
    assert len(set(pages)) == 1
    assert "ask the person who gave it to you" in pages[0]


def test_guessing_slips_ends_in_a_wait(cast: Cast) -> None:
    _, secret = slip_of(cast.client("kofi"), cast)
    for _ in range(20):
        Client().get("/join/0000-0000-0000-0000-0000-0000-0000/")
    assert Client().get(f"/join/{secret}/").status_code == 429
    cache.clear()
    assert Client().get(f"/join/{secret}/").status_code == 200


@pytest.mark.parametrize(
    ("given", "error"),
    [({"new": "short", "again": "short"}, "12 characters"), ({"new": NEW, "again": NEW + "s"}, "differ")],
)
def test_a_bad_passphrase_leaves_the_slip_good(cast: Cast, given: dict[str, str], error: str) -> None:
    _, secret = slip_of(cast.client("kofi"), cast)
    answer = Client().post(f"/join/{secret}/", given)
    assert answer.status_code == 422
    assert error in text_of(answer)
    assert Client().get(f"/join/{secret}/").status_code == 200


def test_swapped_keys_stop_the_admission_with_a_page(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, secret = slip_of(kofi, cast)
    come_in(secret)
    Invitation.objects.update(exchange=b"x" * 32)
    answer = kofi.post(f"/people/{member.pk}/admit/")
    assert answer.status_code == 409
    assert "not those that the slip vouches for" in text_of(answer)
    assert Event.objects.filter(verb="member.admission_stopped").exists()
    assert not teams_of(member).exists()


def test_a_slip_is_shown_until_it_is_on_paper_and_never_again(cast: Cast) -> None:
    kofi = cast.client("kofi")
    member, secret = slip_of(kofi, cast)
    assert secret in text_of(kofi.get(f"/people/{member.pk}/slip/"))
    kofi.post(f"/people/{member.pk}/slip/")
    assert kofi.get(f"/people/{member.pk}/slip/")["Location"] == "/people/"
    answer = kofi.post(f"/people/{member.pk}/renew/")
    fresh = text_of(kofi.get(answer["Location"]))
    assert secret not in fresh
    assert Client().get(f"/join/{secret}/").status_code == 404


def test_a_taken_name_and_a_team_the_role_does_not_join_are_said(cast: Cast) -> None:
    kofi = cast.client("kofi")
    taken = kofi.post("/people/invite/", {**ASKED, "sign_in_name": "ben"})
    assert taken.status_code == 422
    assert "Somebody signs in with this name already" in text_of(taken)
    wrong = kofi.post("/people/invite/", {**ASKED, "role": "analyst", "teams": [str(cast.team("case").pk)]})
    assert wrong.status_code == 422
    assert "does not join" in text_of(wrong)


@pytest.mark.parametrize("who", ["ana", "ben", "chloe", "iris"])
def test_others_can_see_names_and_roles_and_nothing_to_change(cast: Cast, who: str) -> None:
    slip_of(cast.client("kofi"), cast)
    browser = cast.client(who)
    page = text_of(browser.get("/people/"))
    assert "Case manager" in page
    assert "Maya" not in page
    assert "/people/invite/" not in page
    for path in ("/people/invite/", "/people/teams/", "/people/teams/new/", f"/people/teams/{cast.team('case').pk}/"):
        assert browser.get(path).status_code == 404
    assert browser.get(f"/people/{cast.member('uma').pk}/leave/").status_code in {302, 404}


def test_kofi_can_make_a_team_add_move_and_remove_and_keys_follow(cast: Cast) -> None:
    kofi, case = cast.client("kofi"), cast.team("case")
    answer = kofi.post("/people/teams/new/", {"name": "Night team", "kind": "casework"})
    night = Team.objects.get(name="Night team")
    assert answer["Location"] == f"/people/teams/{night.pk}/"
    uma = cast.member("uma")
    kofi.post(f"/people/teams/{night.pk}/add/", {"add-member": str(uma.pk)})
    assert TeamGrant.objects.filter(team=night, holder=uma.pk).exists()
    kofi.post(f"/people/teams/{night.pk}/move/", {"move-member": str(uma.pk), "move-to": str(case.pk)})
    assert list(teams_of(uma)) == [case]
    assert not TeamGrant.objects.filter(team=night, holder=uma.pk).exists()
    before = Team.objects.get(pk=case.pk).generation
    kofi.post(f"/people/teams/{case.pk}/remove/", {"remove-member": str(uma.pk)})
    assert uma not in members_of(case)
    assert Team.objects.get(pk=case.pk).generation == before + 1
    wrong = kofi.post(f"/people/teams/{case.pk}/add/", {"add-member": str(cast.member("iris").pk)})
    assert wrong.status_code == 422


def test_ben_can_share_the_earlier_keys_with_who_came_later(cast: Cast) -> None:
    kofi, team = cast.client("kofi"), cast.team("case")
    kofi.post(f"/people/teams/{team.pk}/add/", {"add-member": str(cast.member("uma").pk)})
    assert cast.keyring("uma").generations(team.pk) == [2]
    ben = cast.client("ben")
    assert "Share the earlier keys" in text_of(ben.get("/people/"))
    ben.post(f"/people/teams/{team.pk}/share/", {"member": [str(cast.member("chloe").pk)]})
    assert "Somebody joined while you looked" in text_of(ben.get("/people/"))
    assert cast.keyring("uma").generations(team.pk) == [2]  # the page had not named her
    named = re.findall(r'name="member" value="([^"]+)"', ben.get("/people/").content.decode())
    assert named == [str(cast.member("uma").pk)]
    ben.post(f"/people/teams/{team.pk}/share/", {"member": named})
    assert cast.keyring("uma").generations(team.pk) == [1, 2]
    assert "Share the earlier keys" not in text_of(ben.get("/people/"))


def test_earlier_keys_reach_nobody_without_a_colleague_who_decides_it(cast: Cast) -> None:
    """Else an administrator who invents a member would only have to wait for a sign-in."""
    team = cast.team("case")
    cast.client("kofi").post(f"/people/teams/{team.pk}/add/", {"add-member": str(cast.member("uma").pk)})
    ben = sign_in_through_forms(cast, "ben")
    assert cast.keyring("uma").generations(team.pk) == [2]
    assert "Uma is new in Case team" in text_of(ben.get("/today/"))
    assert "Uma is new" not in text_of(cast.client("kofi").get("/today/"))


def test_ben_can_be_away_and_a_colleague_of_the_team_stands_in(cast: Cast) -> None:
    team, today = cast.team("case"), clock.today()
    cast.client("kofi").post(f"/people/teams/{team.pk}/add/", {"add-member": str(cast.member("uma").pk)})
    ben, pk = cast.client("ben"), cast.member("ben").pk
    until = today + dt.timedelta(days=5)
    form = {"since": today.isoformat(), "until": until.isoformat(), "who": f"{team.pk}:{cast.member('uma').pk}"}
    turned = {**form, "until": (today - dt.timedelta(days=1)).isoformat()}
    assert ben.post(f"/people/{pk}/away/", turned).status_code == 422
    assert ben.post(f"/people/{pk}/away/", form).status_code == 302
    assert "Uma stands in" in text_of(ben.get("/people/"))
    assert cast.client("nia").get(f"/people/{pk}/away/").status_code == 404
    chloe = cast.client("chloe")
    assert chloe.get(f"/people/{pk}/away/").status_code == 200
    session = session_of(chloe)
    session[FRESH] = 0
    session.save()
    assert b'name="held"' in chloe.post(f"/people/{pk}/away/", form).content  # for another: the passphrase anew
    assert b'name="held"' in chloe.post(f"/people/{pk}/back/").content
    ben.post(f"/people/{pk}/back/")
    assert not Cover.objects.exists()


def test_kofi_can_close_an_account_after_reading_what_happens(cast: Cast) -> None:
    kofi, ben = cast.client("kofi"), cast.client("ben")
    pk = cast.member("ben").pk
    page = text_of(kofi.get(f"/people/{pk}/leave/"))
    assert "signed out everywhere" in page
    assert kofi.post(f"/people/{pk}/leave/", {}).status_code == 422
    assert kofi.post(f"/people/{pk}/leave/", {"name": "uma"}).status_code == 422
    assert kofi.post(f"/people/{pk}/leave/", {"name": "ben"}).status_code == 302
    assert ben.get("/today/").status_code == 302
    assert not Member.objects.get(pk=pk).is_active
    assert not TeamGrant.objects.filter(holder=pk).exists()
    assert kofi.get(f"/people/{cast.member('kofi').pk}/leave/").status_code == 404
