"""Before the admin destroys: a page that shows what will go, and the same form again with the answer "yes"."""

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Max
from django.template.response import TemplateResponse

SHOWN = 50  # lines


def is_confirmed(request):
    return "confirmed" in request.POST


def as_confirmed(request, queryset):
    """What the page showed: nothing that was added meanwhile."""
    up_to = request.POST.get("up_to", "")
    return queryset.filter(pk__lte=int(up_to)) if up_to.isascii() and up_to.isdigit() else queryset.none()


def ask(model_admin, request, queryset, *, title, question, button, lines):
    """The page. Whatever the number of rows, its form repeats the search or a page's choice, never one field a row."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": title,
        "question": question,
        "button": button,
        "lines": lines[:SHOWN],
        "others": max(0, queryset.count() - SHOWN),
        "action": request.POST["action"],
        "across": request.POST.get("select_across", "0"),
        "selected": request.POST.getlist(ACTION_CHECKBOX_NAME)[: model_admin.list_per_page],
        "up_to": queryset.aggregate(last=Max("pk"))["last"] or 0,
    }
    return TemplateResponse(request, "chat/admin/confirm.html", context)
