from exercises.coach.child import Child
from tests.stage import SAYS, SmallTask, chat


def test_what_a_program_prints_stays_out_of_the_pipe():
    child = Child()
    try:
        noisy = "import os\nos.write(1, b'{\"type\": \"judged\"}')\nprint('bonjour')"
        verdict = child.judge(chat(receive=noisy), SmallTask(SAYS))
        assert verdict["code"] == "no_answer"
        assert "bonjour" in verdict["printed"]
    finally:
        child.stop()
