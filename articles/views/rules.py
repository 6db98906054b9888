"""Each rule's record: how often people said it was right, and whether it is on hold."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from articles.curation import RefusedError, rules
from articles.views.desk_access import CONFIGURE, READ, actor_of, staff_may, tell, tell_refusal


@require_GET
@staff_may(READ)
def desk_rules(request: HttpRequest) -> HttpResponse:
    context = {"records": rules.read_records(timezone.now()), "may_hold": request.user.has_perm(CONFIGURE)}
    return render(request, "desk/rules.html", context)


@require_POST
@staff_may(CONFIGURE)
def desk_rule(request: HttpRequest) -> HttpResponse:
    """``do`` is hold or release, ``rule`` its name."""
    rule, actor = request.POST.get("rule", ""), actor_of(request)
    try:
        if request.POST.get("do") == "release":
            outcome = rules.release(rule, actor)
        else:
            outcome = rules.hold(rule, actor, request.POST.get("why", ""))
    except RefusedError as refusal:
        tell_refusal(request, refusal)
    else:
        tell(request, _("Kept: %(what)s") % {"what": outcome.decision}, outcome)
    return redirect("desk-rules")
