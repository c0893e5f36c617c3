"""Chaque visiteur a son compte, dans son cookie, et un cookie fabriqué ne fait pas tomber la page."""

import re


async def check(site):
    greg, nathalie = site.visitor("A"), site.visitor("B")
    await sees(site, greg, 1, "no_first_visit")
    site.expect(greg.cookies, "no_cookie", page=greg.pages[-1])
    await sees(site, greg, 2, "not_counted")
    await sees(site, greg, 3, "not_counted")
    await sees(site, nathalie, 1, "shared_count")
    await sees(site, greg, 4, "not_counted")
    greg.cookies.clear()
    await sees(site, greg, 1, "not_forgotten")
    for text in ("abc", "3.5", ""):
        nathalie.cookies = dict.fromkeys(nathalie.cookies, text)
        await sees(site, nathalie, 1, "made_by_hand", text)


async def sees(site, visitor, number, code, text=""):
    page = await visitor.get("/visites")
    site.expect(page.status == 200, "no_page" if not text else code, page=page, cookie=text)
    told = [int(digits) for digits in re.findall(r"\d+", page.text)]
    site.expect(number in told, code, page=page, number=number, cookie=text)
