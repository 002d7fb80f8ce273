"""The server process under test: what `waystation start` runs, with a note of which form fields were filled with what.

    python -m tests.canary.server PORT

Two things differ from `waystation start`: cheap stretching is allowed, and each bound form writes the SHA-256 of its
values to the file named by CANARY_FORMS, outside of what is searched.
"""

from __future__ import annotations

import os
import sys
from hashlib import sha256
from typing import Any

from waystation.commands import django_ready


def watch_forms(target: str) -> None:
    """Write `module.Class<tab>field<tab>hash` for each value that a form of ours is bound to."""
    from django.forms.forms import BaseForm

    clean = BaseForm.full_clean

    def full_clean(form: Any) -> None:
        if form.is_bound and type(form).__module__.startswith("waystation."):
            with open(target, "a") as lines:
                for name in form.fields:
                    for value in _values(form, form.add_prefix(name)):
                        digest = sha256(value.encode("utf-8", "replace")).hexdigest()
                        for kind in _ours(type(form)):
                            lines.write(f"{kind}\t{name}\t{digest}\n")
        clean(form)

    BaseForm.full_clean = full_clean  # type: ignore[assignment, method-assign]  # a note of what arrives, in this process only
    from waystation.care.intake.tips.forms import Step

    read = Step.read.__func__  # type: ignore[attr-defined]  # a class method, read without binding a form

    def noted(step: Any, sent: Any) -> Any:
        full_clean(step(sent))
        return read(step, sent)

    Step.read = classmethod(noted)  # type: ignore[assignment, method-assign]  # the same note


def _values(form: Any, name: str) -> list[str]:
    found = form.data.getlist(name) if hasattr(form.data, "getlist") else [form.data.get(name, "")]
    return [str(value) for value in found if value not in ("", None)]


def _ours(kind: type) -> list[str]:
    return [f"{one.__module__}.{one.__qualname__}" for one in kind.__mro__ if one.__module__.startswith("waystation.")]


def main() -> None:
    django_ready()
    from waystation.web import serving
    from waystation.web.listening import Listener
    from waystation.web.setup import links

    serving.prepare()
    print(f"link {links.first_link()}", flush=True)
    if target := os.environ.get("CANARY_FORMS"):
        watch_forms(target)
    serving.serve(Listener("127.0.0.1", int(sys.argv[1])))


if __name__ == "__main__":
    main()
