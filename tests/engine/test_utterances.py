"""What callers say and what they mean, in three languages; written without a look at how words are matched."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from opencc import OpenCC
from small_hotline import Caller

from ivr.engine.edition import Language
from ivr.engine.events import WordsHeard
from ivr.engine.heard import SURE, Words

DATA = yaml.load((Path(__file__).parent / "utterances.yaml").read_text("utf-8"), yaml.BaseLoader)
LANGUAGES = {code: Language(code, "1", code, code, "", code) for code in DATA["utterances"]}
SITE_KEYS = {"0": "officer", "star": "back", "hash": "repeat", "9": "main"}
OTHER_SCRIPT = {"yue": OpenCC("t2s"), "cmn": OpenCC("s2hk")}
SHARE_RIGHT = 0.95  # of all, chosen at once or rightly left alone; the others must be asked back or not be understood


class Utterance(NamedTuple):
    """What was `said` at a menu, and the choice or site key that it `means`, or nothing."""

    language: str
    menu: str
    said: str
    means: str


def utterances() -> Iterator[Utterance]:
    for language, said in DATA["utterances"].items():
        yield from (Utterance(language, each["menu"], each["said"], each["means"]) for each in said)


def in_the_other_script() -> Iterator[Utterance]:
    for each in utterances():
        if each.language in OTHER_SCRIPT:
            yield each._replace(said=OTHER_SCRIPT[each.language].convert(each.said))


@pytest.fixture(scope="module")
def menus() -> dict[str, str]:
    """Each menu, its choices leading to a node named after the key."""
    return {
        name: yaml.safe_dump(
            {
                "main": {"kind": "menu", "choices": {key: {**each, "to": f"n{key}"} for key, each in choices.items()}},
                **{f"n{key}": {"kind": "answer", "say": {"en": f"Answer {key}."}} for key in choices},
            },
            allow_unicode=True,
        )
        for name, choices in DATA["menus"].items()
    }


@pytest.fixture
def outcome(ring, menus):
    """What becomes of an utterance: the choice taken or "nothing", and the choice asked back, if any."""

    def _outcome(each: Utterance, confidence: float | None = None) -> tuple[str, str]:
        caller: Caller = ring(menus[each.menu], languages={each.language: LANGUAGES[each.language]})
        caller.hears(Words(each.said, confidence))
        asked = SITE_KEYS.get(caller.call.meant, caller.call.meant)
        taken = [event.to for event in caller.events if isinstance(event, WordsHeard) and event.to]
        return (taken[0].removeprefix("works/n") if taken else "nothing"), asked

    return _outcome


def test_there_are_two_hundred_a_third_of_which_mean_nothing():
    means = [each.means for each in utterances()]
    assert len(means) >= 200
    assert means.count("nothing") >= len(means) / 3
    assert {each.language for each in utterances()} == {"yue", "cmn", "en"}


@pytest.mark.parametrize("written", [utterances, in_the_other_script])
def test_nobody_is_led_where_they_did_not_mean_to_go(outcome, written):
    wrong = [each for each in written() if outcome(each)[0] not in (each.means, "nothing")]
    assert wrong == []


@pytest.mark.parametrize("written", [utterances, in_the_other_script])
def test_nobody_is_asked_back_about_what_they_did_not_mean(outcome, written):
    wrong = [each for each in written() if outcome(each)[1] not in (each.means, "")]
    assert wrong == []


@pytest.mark.parametrize("language", list(LANGUAGES))
@pytest.mark.parametrize("written", [utterances, in_the_other_script])
def test_nearly_everybody_is_understood_at_once(outcome, written, language):
    said = [each for each in written() if each.language == language]
    missed = [each for each in said if outcome(each) != (each.means, "")]
    assert len(missed) <= (1 - SHARE_RIGHT) * len(said), missed


def test_where_the_recogniser_is_not_sure_nothing_is_chosen_at_once(outcome):
    assert [each for each in utterances() if outcome(each, SURE - 0.01)[0] != "nothing"] == []
