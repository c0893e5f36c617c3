import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.servers import ROOT, running_site


def run(command, site):
    done = subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=site.environment, capture_output=True)
    return done.stdout.decode(), done.stderr.decode()


def test_the_link_of_the_site_that_is_open_leads_to_the_button(tmp_path, client):
    with running_site(tmp_path) as site:
        said, _ = run("lien", site)
        address, path = said.splitlines()[0].split("/entrer/")
        assert address == site.url
        assert "10 minutes" in said
        assert "Ne le projetez pas" in said
        assert path not in site.output
    _, refused = run("lien", site)
    assert "Le site n’est pas ouvert" in refused


@pytest.mark.django_db
def test_an_unknown_account_is_told_which_ones_there_are(django_user_model, monkeypatch):
    monkeypatch.setattr("nsi_site.already_open.other_site", lambda folder: "http://localhost:8000/")
    django_user_model.objects.create_superuser("prof", password="x")
    with pytest.raises(CommandError, match="Comptes\xa0: prof"):
        call_command("lien", "martin")
