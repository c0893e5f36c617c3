"""The diagnostic as a page of the desk."""

from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nsi_site.diagnostic.finding import OK, Circumstances
from nsi_site.diagnostic.report import report


@require_safe
@staff_member_required
@never_cache
def page(request):
    findings = report(Circumstances(int(request.get_port()), is_here=True))
    return render(request, "nsi_site/diagnostic.html", {"findings": findings, "ok": OK})
