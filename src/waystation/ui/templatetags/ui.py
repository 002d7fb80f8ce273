"""Template tags of the base pages; see /styleguide/ for each with its picture."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from .. import charts, controls, icons

register = template.Library()

BADGES = {
    "consent": "shield",
    "sealed": "lock",
    "withheld": None,
    "unknown": "ask",
    "declined": "stay",
    "attend": "look",
    "done": "check",
    "plain": None,
}
OLD_AFTER_DAYS = 365


@register.simple_tag
def icon(name: str, turn: bool = False) -> SafeString:
    """{% icon "lock" %}: an inline drawing; `turn=True` for arrows."""
    return icons.icon(name, turn)


@register.simple_tag
def attributes(attrs: dict[str, Any]) -> SafeString:
    """{% attributes widget.attrs %}: the attributes of a control, as Django's own template writes them, in one go."""
    return controls.attributes(attrs)


@register.simple_tag
def address(name: str) -> str:
    """{% address "ui:keep" %}: what `url` says of a page without parts of its own, looked up once and not on each page.

    Raises NoReverseMatch where there is no such page.
    """
    return _address(name, get_urlconf(), get_script_prefix())


@cache
def _address(name: str, _urlconf: str | None, _prefix: str) -> str:
    return reverse(name)


@register.simple_tag
def languages() -> tuple[tuple[str, str], ...]:
    """{% languages as spoken %}: (code, own name) of each language the pages speak."""
    return _spoken(tuple(code for code, _name in settings.LANGUAGES))


@cache
def _spoken(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((code, capfirst(get_language_info(code)["name_local"])) for code in codes)


@register.simple_tag
def badge(text: str, kind: str = "plain", icon: str | None = None) -> SafeString:
    """{% badge _("Sealed to your team") "sealed" %}: word and sign; kinds are the keys of BADGES."""
    sign = icon or BADGES[kind]
    shape = {"plain": "badge", "done": "badge consent", "declined": "badge unknown"}.get(kind, f"badge {kind}")
    return format_html('<span class="{}">{}{}</span>', shape, icons.icon(sign) if sign else "", text)


def in_words(days: int) -> str:
    """How long ago, for a whole number of days; a day still to come says its distance too."""
    if days < 0:
        return ngettext("in %(n)d day", "in %(n)d days", -days) % {"n": -days}
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 60:
        return ngettext("%(n)d day ago", "%(n)d days ago", days) % {"n": days}
    months = days // 30
    if months < 24:
        return ngettext("%(n)d month ago", "%(n)d months ago", months) % {"n": months}
    return ngettext("%(n)d year ago", "%(n)d years ago", days // 365) % {"n": days // 365}


@register.simple_tag(takes_context=True)
def age_of(context: RequestContext, day: dt.date | None, old_after: int = OLD_AFTER_DAYS) -> SafeString:
    """{% age_of service.verified_on %}: how old a piece of knowledge is; hardens after `old_after` days.

    Counts from the `today` of the context (a KeyError without it): only the server's clock says what day it is.
    """
    if day is None:
        return format_html('<span class="age old">{}{}</span>', icons.icon("ask"), _("never checked"))
    if isinstance(day, dt.datetime):
        day = day.date()
    today: dt.date = context["today"]
    days = (today - day).days
    is_old = days > old_after
    words = _("%(age)s, old") % {"age": in_words(days)} if is_old else in_words(days)
    return format_html(
        '<time class="{}" datetime="{}" title="{}">{}{}</time>',
        "age old" if is_old else "age",
        day.isoformat(),
        date_format(day, "DATE_FORMAT"),
        icons.icon("look" if is_old else "clock"),
        words,
    )


@register.filter
def focus_id(field: BoundField) -> str:
    """The id an error in the summary links to: the control, or the first choice of a group."""
    return f"{field.auto_id}_0" if field.use_fieldset and not field.is_hidden else field.auto_id


@register.filter
def required_count(form: object) -> int:
    """How many visible fields of a form must be answered."""
    return sum(field.field.required for field in form.visible_fields())  # type: ignore[attr-defined] # any form


@register.simple_tag
def bars(rows: list[dict[str, Any]], label: str, id: str = "bars") -> SafeString:
    """{% bars rows _("People by kind") %}: rows of {"label", "value"}, None = withheld; a table stands beside."""
    both = [charts.draw(rows, is_wide=True), charts.draw(rows, is_wide=False)]
    return _component("bars", charts=both, label=label, id=id)


@register.simple_tag
def ranges(rows: list[dict[str, Any]], seen: float, label: str) -> SafeString:
    """{% ranges rows 391 _("Five estimates") %}: rows of {"label", "point", "lo", "hi"}; a table beside."""
    both = [charts.draw_ranges(rows, seen, is_wide=True), charts.draw_ranges(rows, seen, is_wide=False)]
    return _component("ranges", charts=both, label=label, number=seen)


@register.simple_block_tag(end_name="endnotice")
def notice(content: str, kind: str = "know", title: str = "", level: int = 2, icon: str = "") -> SafeString:
    """{% notice "stop" _("Title") %}<p>…</p>{% endnotice %}; kinds know, done, attend, stop."""
    signs = {"know": "info", "done": "check", "attend": "look", "stop": "stop"}
    return _component("notice", kind=kind, title=title, level=level, icon=icon or signs[kind], body=content)


@register.simple_block_tag(end_name="endplate")
def plate(content: str, icon: str = "nophone") -> SafeString:
    """{% plate %}<strong>Text only</strong> <span class="small">…</span>{% endplate %}: the safety line, first."""
    return _component("plate", icon=icon, body=content)


@register.simple_block_tag(end_name="endempty")
def empty(content: str, title: str, icon: str = "to", level: int = 3) -> SafeString:
    """{% empty _("No packets have come in") "mail" %}<p>what it is for, one act</p>{% endempty %}."""
    return _component("empty", title=title, icon=icon, level=level, body=content)


@register.simple_block_tag(end_name="endsheet")
def sheet(content: str, title: str, id: str, aside: str = "", level: int = 2) -> SafeString:
    """{% sheet _("Next steps") "next" %}…{% endsheet %}: a section for acting, named by its heading."""
    return _component("sheet", title=title, id=id, aside=aside, level=level, body=content)


def _component(name: str, **context: object) -> SafeString:
    return render_to_string(f"ui/components/{name}.html", context)
