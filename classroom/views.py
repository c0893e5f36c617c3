"""The teacher's desk: one page a tab, for staff alone."""

from django.contrib.admin.views.decorators import staff_member_required
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
@staff_member_required
def desk(request):
    """Who is here, how far they are, and who needs help."""
    return render(request, "classroom/desk.html")
