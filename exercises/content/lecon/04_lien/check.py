"""Deux liens, qui tiennent encore quand les adresses changent."""

from urllib.parse import urljoin, urlsplit

from django.urls import clear_url_caches, path


async def check(site):
    greg = site.visitor("A")
    home = await greg.get("/")
    site.expect(home.status == 200, "no_home", page=home)
    there = link_to("/page2", home)
    site.expect(there, "no_link", page=home)
    page = await greg.follows(home, there)
    site.expect(page.status == 200, "no_page", page=page)
    back = link_to("/", page)
    site.expect(back, "no_way_back", page=page)

    move(site, {"": "debut", "page2": "la-suite"})
    home = await greg.get("/debut")
    site.expect(link_to("/la-suite", home), "fixed_address", page=home)
    page = await greg.get("/la-suite")
    site.expect(link_to("/debut", page), "fixed_way_back", page=page)


def link_to(address, page):
    """A link of this page that leads there and can be clicked, or None."""
    shown = [link for link in page.links if link.text.strip() or list(link.all("img"))]
    return next((link for link in shown if path_of(link, page) == address), None)


def path_of(link, page):
    return urlsplit(urljoin(page.path, link.get("href"))).path


def move(site, addresses):
    """Give the routes of these addresses others; views and names stay."""
    urls = site.project.module("urls")
    urls.urlpatterns = [moved(route, addresses) for route in urls.urlpatterns]
    clear_url_caches()


def moved(route, addresses):
    for old, new in addresses.items():
        if hasattr(route, "callback") and route.resolve(old):
            return path(new, route.callback, route.default_args, name=route.name)
    return route


def link_to_a_file(case):
    return any(link.get("href").endswith(".html") for link in case.page.links)
