"""How texts of a line come in and go out: set by who runs the line."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from waystation.care.intake.lines.models import Line
from waystation.care.intake.lines.policies import can_run
from waystation.care.intake.lines.selectors import line_of
from waystation.care.intake.texting import actions
from waystation.care.intake.texting.actions.gateways import gateway_of
from waystation.care.intake.texting.forms import GatewayForm
from waystation.care.intake.texting.models import Gateway
from waystation.care.intake.texting.ways import Ways, sends
from waystation.care.requests import actor_of, no_such_desk


@require_http_methods(["GET", "POST"])
def gateway(request: HttpRequest, line_id: UUID) -> HttpResponse:
    """The form, and the address to give to the provider."""
    actor = actor_of(request)
    if not can_run(actor.role):
        return no_such_desk(request)
    try:
        line = line_of(actor, line_id)
    except Line.DoesNotExist:
        raise Http404 from None
    row = gateway_of(line)
    ways = Ways.of_gateway(row) if row else Ways()
    start = {"kind": row.kind if row else "twilio", "live": bool(row and row.live)} | {
        name: getattr(ways, name) for name in ("account", "number", "base")
    }
    form = GatewayForm(request.POST or None, initial=start, has_secret=bool(ways.secret))
    if request.method == "POST" and form.is_valid():
        actions.set_gateway(actor, line_id=line.pk, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("texting:gateway", line.pk)
    base = settings.WAYSTATION_PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
    hooks = [(kind.label, base + reverse(f"texting:{kind.value}", args=[line.slug])) for kind in Gateway.Kind]
    context = {
        "line": line, "form": form, "hooks": hooks, "is_local": not settings.WAYSTATION_PUBLIC_URL,
        "live": bool(row and row.live), "sends": sends(row),
    }  # fmt: skip
    return render(request, "texting/gateway.html", context, status=422 if form.errors else 200)

