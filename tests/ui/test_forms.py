"""Fields: each has its label, hint, error, and says what must be answered."""

from __future__ import annotations

from django import forms
from django.template.loader import render_to_string

from waystation.ui.forms import OPEN_ANSWERS, DayInput, ListPickMany, Pick, with_open_answers


class Sample(forms.Form):
    name = forms.CharField(help_text="As they say it")
    back = forms.ChoiceField(label="Call back?", widget=Pick, choices=with_open_answers([("yes", "Yes")]))
    seen = forms.MultipleChoiceField(widget=ListPickMany, choices=[("a", "A"), ("b", "B")], required=False)
    day = forms.DateField(widget=DayInput, required=False)
    told = forms.BooleanField(required=False)


def test_reader_hears_hint_and_error_with_the_field() -> None:
    drawn = Sample({})["name"].as_field_group()
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_required_field_says_so_and_others_do_not() -> None:
    assert "required</span>" in Sample()["name"].as_field_group()
    assert "required</span>" not in Sample()["day"].as_field_group()


def test_every_box_keeps_the_browser_from_remembering() -> None:
    for name in ("name", "day"):
        assert 'autocomplete="off"' in Sample()[name].as_field_group()


def test_choices_are_a_group_with_a_legend() -> None:
    drawn = Sample()["back"].as_field_group()
    assert "<fieldset" in drawn
    assert "<legend>Call back?" in drawn
    assert '<div class="pick">' in drawn
    assert '<div class="list-pick">' in Sample()["seen"].as_field_group()


def test_open_answers_are_three_and_none_is_empty() -> None:
    codes = [code for code, _label in OPEN_ANSWERS]
    assert codes == ["unknown", "declined", "not_asked"]
    assert [code for code, _label in with_open_answers([("yes", "Yes")])] == ["yes", *codes]


def test_summary_links_to_each_control() -> None:
    drawn = render_to_string("ui/components/errors.html", {"form": Sample({})})
    assert "2 answers need another look" in drawn
    assert 'href="#id_name"' in drawn
    assert 'href="#id_back_0"' in drawn
    assert "autofocus" in drawn


def test_valid_form_has_no_summary() -> None:
    good = Sample({"name": "K", "back": "not_asked"})
    assert render_to_string("ui/components/errors.html", {"form": good}).strip() == ""


def test_day_is_written_so_that_browsers_read_it() -> None:
    assert 'value="2026-10-14"' in Sample({"day": "2026-10-14"})["day"].as_field_group()


def test_words_typed_into_a_form_come_back_escaped() -> None:
    assert "<b>" not in Sample({"name": '"><b>x'})["name"].as_field_group()
