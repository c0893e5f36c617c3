from tests.stage import site

FORM = '<form method="post">{% csrf_token %}<input name="nom"></form><p>{{ nom }}</p><a href="?x=1">lien</a>'
VIEW = """
n = int(request.COOKIES.get("n", 0)) + 1
response = render(request, "index.html", {"nom": f"{request.POST.get('nom')} {n} {request.GET.get('x')}"})
response.set_cookie("n", n)
return response
"""


def test_a_visitor_fills_in_forms_follows_links_and_keeps_cookies(judge):
    check = """
async def check(site):
    greg, bob = site.visitor("A"), site.visitor("B")
    page = await greg.get("/")
    page = await greg.submits(page, page.forms[0], {"nom": "Zoé <b>"})
    site.expect("Zoé <b> 2 None" in page.text, "wrong", page=page)
    page = await greg.follows(page, page.links[0])
    site.expect("None 3 1" in page.text, "wrong", page=page)
    page = await bob.get("/")
    site.expect("None 1 None" in page.text, "wrong", page=page)
"""
    verdict = judge(site(view=VIEW, template=FORM), check)
    assert verdict["state"] == "passed", verdict


def test_redirections_are_followed(judge):
    urls = "from django.shortcuts import redirect\nurlpatterns.append(path('va', lambda request: redirect('accueil')))"
    check = """
async def check(site):
    page = await site.visitor().get("/va")
    site.expect(page.path == "/", "wrong", page=page)
"""
    assert judge(site(urls=urls), check)["state"] == "passed"
