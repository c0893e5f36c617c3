import subprocess
import sys

from nsi_site.diagnostic.report import CHECKS
from tests.servers import ROOT, running_site


def run(site):
    command = [sys.executable, "manage.py", "diagnostic"]
    return subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True)


def test_the_command_tells_all_and_its_status_tells_of_trouble(tmp_path):
    with running_site(tmp_path) as site:
        # It listens on 127.0.0.1 alone: no class will get in.
        done = run(site)
        assert f"Le site est ouvert sur le port {site.port}." in done.stdout
        assert "sur ce PC seulement" in done.stdout or "Aucun réseau" in done.stdout
        assert sum("..." in line for line in done.stdout.splitlines()) == len(CHECKS)
        assert done.returncode == 1
    assert "Traceback" not in done.stderr
