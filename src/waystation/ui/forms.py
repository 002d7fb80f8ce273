"""How forms look: one renderer for every form, and the widgets for answers that may stay open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from waystation.ui import controls

NOT_KNOWN = ("unknown", _("Not known"))
DECLINED = ("declined", _("Chose not to say"))
NOT_ASKED = ("not_asked", _("Not asked"))
OPEN_ANSWERS = [NOT_KNOWN, DECLINED, NOT_ASKED]

BOXES = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("text", "number", "textarea", "select", "date", "time", "datetime", "email", "url", "password", "file")
) | {"django/forms/widgets/input.html"}


class Renderer(TemplatesSetting):
    """Draws each field as label, hint, control, error; `FORM_RENDERER = "waystation.ui.forms.Renderer"`.

    Needs `django.forms` among the installed apps (its widget templates), after `waystation.ui`.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        widget = context.get("widget")
        if widget is not None and template_name in BOXES:
            attrs = dict(widget["attrs"])
            attrs["class"] = f"input {attrs.get('class', '')}".strip()
            attrs.setdefault("autocomplete", "off")
            widget = {**widget, "attrs": attrs}
            context = {**context, "widget": widget}
        if template_name in controls.KINDS and widget is not None:
            return controls.one_input(widget)
        return SafeString(super().render(template_name, context, request))


class Pick(forms.RadioSelect):
    """One of a few short answers, side by side."""

    layout = "pick"


class PickMany(forms.CheckboxSelectMultiple):
    """Some of a few short answers, side by side."""

    layout = "pick"


class ListPick(forms.RadioSelect):
    """One of some longer answers, one a line."""

    layout = "list-pick"


class ListPickMany(forms.CheckboxSelectMultiple):
    """Some of several longer answers, one a line."""

    layout = "list-pick"


class DayInput(forms.DateInput):
    """A day, by the browser's own picker, always in ISO form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def with_open_answers(choices: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    """The choices and after them the three answers that are not one: not known, declined, not asked.

    Law 5: they differ, and none of them is empty.
    """
    return [*choices, *OPEN_ANSWERS]
