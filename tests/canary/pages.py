"""A page as a program reads it: its forms with every control, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXT_KINDS = {"text", "search", "email", "url", "tel", "password", "textarea"}
CHOICE_KINDS = {"select", "radio", "checkbox"}


@dataclass
class Control:
    """One control of a form; radios and boxes of one name are one control with several options."""

    name: str
    kind: str
    value: str = ""
    limit: int | None = None
    required: bool = False
    least: str = ""
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    many: bool = False


@dataclass
class Form:
    """A form: where it goes, its controls, its buttons with a name, where its draft is saved."""

    action: str
    method: str
    enctype: str = ""
    draft: str = ""
    controls: dict[str, Control] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    has_plain: bool = False
    """Whether one of its buttons has no name."""

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self.controls)

    @property
    def offers(self) -> bool:
        """Whether other answers than the first can be chosen."""
        return any(control.kind in CHOICE_KINDS for control in self.controls.values())

    @property
    def takes_text(self) -> bool:
        return any(control.kind in TEXT_KINDS for control in self.controls.values())


class Page(HTMLParser):
    """Parses one answer."""

    def __init__(self, address: str, status: int, body: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address, self.status, self.body = address, status, body
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.was_sent = False
        """Whether this is the answer to a form itself, not to an address that can be asked for again."""
        self._form: Form | None = None
        self._select: Control | None = None
        self._area: Control | None = None
        self._by_id: dict[str, Form] = {}
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        match tag:
            case "a":
                self.links.append(said.get("href", ""))
            case "form":
                self._form = Form(
                    said.get("action", "") or self.address, said.get("method", "get").lower(),
                    said.get("enctype", ""), said.get("data-draft-url", ""),
                )  # fmt: skip
                self.forms.append(self._form)
                self._by_id[said.get("id", "")] = self._form
            case "input" | "select" | "textarea" | "button":
                form = self._by_id.get(said["form"]) if "form" in said else self._form
                if form is not None and "disabled" not in said:
                    self._control(form, tag, said)
            case "option" if self._select is not None:
                self._select.options.append(said.get("value", ""))
                if "selected" in said:
                    self._select.chosen.append(said.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "select":
                self._select = None
            case "textarea":
                self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data.lstrip("\r\n")

    def _control(self, form: Form, tag: str, said: dict[str, str]) -> None:
        name, kind = said.get("name", ""), said.get("type", "text") if tag == "input" else tag
        if tag == "button" or kind in {"submit", "image", "reset"}:
            if "formaction" in said:  # the same controls, sent elsewhere
                self.forms.append(Form(said["formaction"], form.method, form.enctype, "", form.controls))
            elif name:
                form.buttons.append((name, said.get("value", "")))
            elif said.get("type", "submit") == "submit":
                form.has_plain = True
            return
        if not name:
            return
        limit = said.get("maxlength", "")
        control = form.controls.setdefault(name, Control(name, kind))
        control.limit = int(limit) if limit.isdigit() else None
        control.required = control.required or "required" in said
        if kind in {"radio", "checkbox"}:
            control.options.append(said.get("value", "on"))
            if "checked" in said:
                control.chosen.append(said.get("value", "on"))
            control.many = kind == "checkbox"
            return
        control.value, control.least = said.get("value", ""), said.get("min", "")
        if tag == "select":
            self._select, control.many = control, "multiple" in said
        elif tag == "textarea":
            self._area = control
