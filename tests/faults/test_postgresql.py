"""The site on PostgreSQL, as a school runs it."""

import json
import subprocess
import sys
import urllib.error
import urllib.request

from tests.postgresql import running_postgresql
from tests.servers import ROOT, Site


def health(site):
    try:
        with urllib.request.urlopen(f"{site.url}/sante", timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as answer:
        return answer.code, json.load(answer)


def test_the_site_s_health_is_that_of_its_database(tmp_path):
    site = Site(tmp_path)
    with running_postgresql() as address:
        site.environment["DATABASE_URL"] = address
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        subprocess.run(migrate, cwd=ROOT, env=site.environment, check=True)
        site.start()
        assert health(site)[0] == 200
    try:
        status, answers = health(site)
        assert status == 503
        assert answers["database"] is False
    finally:
        site.kill()
