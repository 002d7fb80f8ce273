"""Forms about colleagues. Each parses HTTP and nothing else."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from waystation.foundation import clock
from waystation.foundation.agencies import policies
from waystation.foundation.agencies.models import Agency, Member, Team, plain_name
from waystation.foundation.agencies.roles import roles
from waystation.foundation.agencies.selectors import is_name_taken
from waystation.foundation.agencies.signin.forms import NewPassphraseForm
from waystation.ui.forms import DayInput, ListPick, ListPickMany, Pick

LANGUAGES = [("en", "English"), ("es", "Español")]
JOINED = (Team.Kind.INTAKE, Team.Kind.CASEWORK, Team.Kind.LEGAL, Team.Kind.HEALTH)
"""Kinds of teams an agency may have several of."""


def role_choices() -> list[tuple[str, str]]:
    """Every role with its sentence, in the reader's language."""
    language = get_language() or "en"
    return [(code, f"{found.label(language)}: {found.sentence(language)}") for code, found in roles().items()]


def teams_people_join(agency: Agency) -> list[Team]:
    """The agency's teams but recovery, which nobody joins; those for one role come last."""
    found = Team.objects.filter(agency=agency).exclude(kind=Team.Kind.RECOVERY).order_by("name")
    return sorted(found, key=lambda team: team.kind not in JOINED)


def team_words(team: Team) -> str:
    """A team's name, with the roles that may join where these are few."""
    if team.kind in JOINED:
        return team.name
    language = get_language() or "en"
    who = [found.label(language) for code, found in roles().items() if policies.may_join(code, team.kind)]
    return _("%(team)s, only for this role: %(roles)s") % {"team": team.name, "roles": ", ".join(who)}


class InviteForm(forms.Form):
    """Who is invited, as what, and into which teams."""

    display_name = forms.CharField(label=_("Name"), max_length=120, help_text=_("As colleagues see it."))
    sign_in_name = forms.CharField(
        label=_("Sign-in name"), max_length=80, help_text=_("Short. It cannot be changed later."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Role"), widget=ListPick)
    teams = forms.MultipleChoiceField(
        label=_("Teams"), required=False, widget=ListPickMany,
        help_text=_(
            "A team holds the keys of its work. A hotline advocate needs an intake team. An administrator joins none."
        ),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, initial="en", widget=Pick)

    def __init__(self, agency: Agency, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(team.pk): team for team in teams_people_join(agency)}
        self.fields["role"].choices = role_choices()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["teams"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, team_words(team)) for pk, team in self.known.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        role = cleaned.get("role", "")
        chosen = [self.known[pk] for pk in cleaned.get("teams", [])]
        wrong = [team.name for team in chosen if role and not policies.may_join(role, team.kind)]
        if wrong:
            self.add_error("teams", _("This role does not join: %(teams)s.") % {"teams": ", ".join(wrong)})
        cleaned["teams"] = chosen
        return cleaned

    def clean_sign_in_name(self) -> str:
        name: str = self.cleaned_data["sign_in_name"].strip()
        if is_name_taken(name):
            raise forms.ValidationError(_("Somebody signs in with this name already. Choose another one."))
        return name


class JoinForm(NewPassphraseForm):
    """The secret of a printed slip, typed, and a passphrase of one's own."""

    slip = forms.CharField(
        label=_("Code on your slip"), max_length=80,
        help_text=_("Seven groups of four. Spaces, dashes and small letters do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("slip", "new", "again")


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label=_("Name of the team"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What it does"), widget=ListPick, choices=[(kind.value, kind.label) for kind in JOINED]
    )


class PersonForm(forms.Form):
    """One colleague, chosen from a list; where they move, when they move."""

    member = forms.ChoiceField(label=_("Colleague"))

    def __init__(self, people: list[Member], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(member.pk): member for member in people}
        self.fields["member"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, member.display_name) for pk, member in self.known.items()
        ]


class MoveForm(PersonForm):
    """A colleague leaves this team and joins another."""

    to = forms.ChoiceField(label=_("To"))

    def __init__(self, people: list[Member], teams: list[Team], *args: Any, **kwargs: Any) -> None:
        super().__init__(people, *args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (pk, team.name) for pk, team in self.teams.items()
        ]


class AwayForm(forms.Form):
    """From when until when somebody is away, and which colleague of the same team stands in."""

    since = forms.DateField(label=_("Away from"), widget=DayInput)
    until = forms.DateField(label=_("Until, this day included"), widget=DayInput)
    who = forms.ChoiceField(label=_("Who stands in"), widget=ListPick)

    def __init__(self, pairs: list[tuple[Team, Member]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs = {f"{team.pk}:{member.pk}": (team, member) for team, member in pairs}
        self.fields["who"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, f"{member.display_name}, {team.name}") for key, (team, member) in self.pairs.items()
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", _("This is before the first day."))
        elif until and until < clock.today():
            self.add_error("until", _("This day is over."))
        elif since and until and (until - since).days > 366:
            self.add_error("until", _("A year at most. For longer, move the cases to a colleague."))
        return cleaned


class LeaveForm(forms.Form):
    """A deliberate word before an account is closed for good: the sign-in name of who leaves."""

    name = forms.CharField(
        label=_("Their sign-in name"), max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if plain_name(name) != plain_name(self.member.sign_in_name):
            raise forms.ValidationError(_("This is not the sign-in name of who leaves."))
        return name
