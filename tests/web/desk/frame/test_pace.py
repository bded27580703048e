"""How often one person may have what they type checked."""

from ivr.web.desk.frame.pace import MOST, SECONDS, Pace


def test_a_person_is_slowed_down_and_nobody_else():
    now = [0.0]
    pace = Pace(lambda: now[0])
    assert [pace.allows("chan") for _ in range(MOST + 1)] == [True] * MOST + [False]
    assert pace.allows("wong")
    now[0] = SECONDS
    assert pace.allows("chan")


def test_what_is_refused_does_not_count():
    now = [0.0]
    pace = Pace(lambda: now[0])
    for _ in range(MOST * 3):
        pace.allows("chan")
    now[0] = SECONDS
    assert all(pace.allows("chan") for _ in range(MOST))
