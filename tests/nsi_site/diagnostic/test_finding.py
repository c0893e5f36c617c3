from nsi_site.diagnostic import finding


def test_every_level_has_its_word():
    levels = [finding.OK, finding.TO_TRY, finding.CAUTION, finding.TROUBLE]
    words = [finding.Finding(level, "Titre", "Vu").label for level in levels]
    assert words == ["Bien", "À essayer", "Attention", "Problème"]
