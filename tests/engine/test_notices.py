"""What is said before everything else, once a call."""

from datetime import datetime

from small_hotline import HONG_KONG, TITLE, World

from ivr.engine.edition import Hotline, Notice
from ivr.hours import Season

MENU = """
main:
  kind: menu
  choices: {1: {label: {yue: 渠, cmn: 渠, en: drains}, answer: {yue: 通。, cmn: 通。, en: They drain.}}}
"""
DANGER = Notice({"yue": "危急請打九九九。", "cmn": "危急请打九九九。", "en": "In an emergency, dial nine nine nine."})
IN_MAY = Season("2027-05-01", "2027-05-31")
MAY = Notice({"yue": "五月夜晚都開。", "cmn": "五月晚上也开。", "en": "In May we open late."}, IN_MAY)


def line(*notices: Notice) -> dict[str, Hotline]:
    return {"+85222200001": Hotline("works", "+85222200001", TITLE, "works/main", notices=notices)}


def test_a_notice_comes_before_the_languages_in_each_of_them(ring, three_languages):
    caller = ring(MENU, hotlines=line(DANGER), languages=three_languages)
    assert caller.words == " ".join(
        (*DANGER.say.values(), "渠務。廣東話，請按一。 渠务。普通话，请按二。 Drainage. For English, press three.")
    )


def test_a_notice_is_said_once(ring, three_languages):
    caller = ring(MENU, hotlines=line(DANGER), languages=three_languages)
    assert "nine nine nine" not in caller.wait()
    assert "nine nine nine" not in caller.press("3")


def test_a_line_of_one_language_says_it_too(ring):
    assert ring(MENU, hotlines=line(DANGER)).words.startswith("In an emergency, dial nine nine nine. For drains")


def test_a_notice_of_some_days_is_said_on_these_days(ring):
    def rung(day: str) -> str:
        at = datetime.fromisoformat(f"{day}T23:59").replace(tzinfo=HONG_KONG)
        return ring(MENU, World(at), hotlines=line(MAY)).words

    days = ("2027-04-30", "2027-05-01", "2027-05-31", "2027-06-01")
    assert ["In May we open late." in rung(day) for day in days] == [False, True, True, False]
