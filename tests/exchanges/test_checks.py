from django.core.checks import run_checks


def test_a_folder_that_is_forced_is_an_error_that_names_the_remedy(settings):
    settings.FORCE_SCRIPT_NAME = "/nsi"
    (error,) = [error for error in run_checks() if error.id == "exchanges.E001"]
    assert "--root-path" in error.hint


def test_a_site_without_a_forced_folder_passes(settings):
    settings.FORCE_SCRIPT_NAME = None
    assert not [error for error in run_checks() if error.id == "exchanges.E001"]
