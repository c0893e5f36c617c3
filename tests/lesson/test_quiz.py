from lesson import prose
from lesson.quiz import activities

QUESTION = """
### Qui parle ?

Regardez bien.

- [x] Le **client**
  > Oui : lui.
- [ ] Le serveur
  > Non.

### Essayez

La consigne.

> Ce qu'il fallait voir.
"""


def both():
    return activities(prose.parse(QUESTION).children)


def test_a_heading_with_boxes_is_a_question():
    question, _task = both()
    assert question.title == "Qui parle\xa0?"
    assert question.body == "<p>Regardez bien.</p>\n"
    assert [(choice.text, choice.right) for choice in question.choices] == [
        ("Le <strong>client</strong>", True),
        ("Le serveur", False),
    ]


def test_each_choice_has_its_own_answer():
    question, _task = both()
    assert [choice.feedback for choice in question.choices] == ["<p>Oui\xa0: lui.</p>\n", "<p>Non.</p>\n"]


def test_a_heading_without_boxes_is_a_task_with_what_to_check():
    _question, task = both()
    assert task.choices == []
    assert task.body == "<p>La consigne.</p>\n"
    assert task.check == "<p>Ce qu’il fallait voir.</p>\n"


def test_an_ordinary_list_stays_one():
    (task,) = activities(prose.parse("### Titre\n\n- un\n- deux\n").children)
    assert task.choices == []
    assert "<li>un</li>" in task.body


WRITTEN = "### Pourquoi ?\n\n```atelier reponse\nParce que …\n```\n\n> Pour cela.\n"


def test_a_question_to_answer_in_words_counts_as_one_and_a_task_does_not():
    (written,) = activities(prose.parse(WRITTEN).children)
    assert (written.written, written.counts, written.choices) == (True, True, [])
    assert 'placeholder="Parce que …"' in written.body
    question, task = both()
    assert (question.counts, task.counts) == (True, False)


def test_activities_are_numbered_from_where_the_predictions_ended():
    assert [activity.number for activity in activities(prose.parse(QUESTION).children, first=3)] == [3, 4]
