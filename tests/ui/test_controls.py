"""Controls written at once are what Django's own templates write."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.urls import NoReverseMatch
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from waystation.ui import controls, icons
from waystation.ui.forms import DayInput, Renderer
from waystation.ui.templatetags import ui

ATTRS: dict[str, Any] = {
    "id": "id_q", "maxlength": 40, "required": True, "disabled": False, "data-x": 'a "b" <c> & \'d\'',
    "title": gettext_lazy("Yes"), "data-safe": mark_safe("&lt;"), "placeholder": None, 'on"x': "1",
}  # fmt: skip
WIDGETS = (
    forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.PasswordInput, forms.HiddenInput,
    forms.TimeInput, forms.DateTimeInput, forms.FileInput, DayInput,
)  # fmt: skip
VALUES = (None, "", "Ana", '<b>"1"</b>', 7, 0, True, gettext_lazy("Yes"))


class OverTemplates(Renderer):
    """The same dress, drawn by the templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        context = {**context, "widget": {**context["widget"], "attrs": dressed(context["widget"]["attrs"])}}
        return TemplatesSetting.render(self, template_name, context, request)


def dressed(attrs: dict[str, Any]) -> dict[str, Any]:
    return {**attrs, "class": f"input {attrs.get('class', '')}".strip()} | (
        {} if "autocomplete" in attrs else {"autocomplete": "off"}
    )


@pytest.mark.parametrize("widget", [kind for kind in WIDGETS if kind is not forms.HiddenInput])
@pytest.mark.parametrize("value", VALUES)
def test_reader_gets_the_control_that_django_draws(widget: type[forms.Widget], value: Any) -> None:
    drawn = widget().render("q", value, attrs=dict(ATTRS), renderer=Renderer())
    assert drawn.strip() == OverTemplates().render(
        str(widget.template_name), widget().get_context("q", value, dict(ATTRS))
    ).strip()  # fmt: skip


def test_hidden_control_has_no_dress() -> None:
    drawn = forms.HiddenInput().render("q", "<1>", attrs={"id": "i"}, renderer=Renderer())
    assert drawn == forms.HiddenInput().render("q", "<1>", attrs={"id": "i"}, renderer=DjangoTemplates()).strip()


def test_attributes_are_what_django_writes_but_in_one_go() -> None:
    widget = {"widget": {"attrs": ATTRS}}
    assert controls.attributes(ATTRS) == DjangoTemplates().get_template(
        "django/forms/widgets/attrs.html"
    ).render(widget)  # fmt: skip


def test_address_is_the_one_of_url_and_a_wrong_name_is_an_error() -> None:
    assert ui.address("web:today") == "/today/"
    with pytest.raises(NoReverseMatch):
        ui.address("web:nowhere")


def test_languages_name_themselves() -> None:
    assert ui.languages() == (("en", "English"), ("es", "Español"))


def test_icon_is_drawn_once() -> None:
    assert icons.icon("lock") is icons.icon("lock")
    assert icons.icon("lock") != icons.icon("lock", turn=True)
