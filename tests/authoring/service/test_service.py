"""Good service: whose limit counts, how long callers listen, and how a text betrays itself."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import yaml

from ivr.authoring.checking.loading import check_files
from ivr.authoring.problems import Problem
from ivr.authoring.rules import RULES, service_menus
from ivr.authoring.service.hearing import Listener
from ivr.authoring.service.profiles import NAMES, WEIGHTY, limit_of, profile
from ivr.authoring.service.writing import mandarin_words, wrong_script
from ivr.authoring.site import Site
from ivr.authoring.site.files import SiteFiles, read_folder
from ivr.authoring.site.gathering import gather
from ivr.authoring.walking import times_to_answer
from ivr.authoring.walking.listening import KEY_SECONDS

ROOT = Path(__file__).parents[3]
MENU = "menus/transport/menu.yaml"
WithEdits = Callable[[Sequence[tuple[str, str, str]]], SiteFiles]


def _site(files: SiteFiles) -> Site:
    site, problems = gather(files)
    assert problems == ()
    return site


def _following(with_edits: WithEdits, service: str) -> Site:
    return _site(with_edits([("flows.yaml", "tries:", f"service: {service}\ntries:")]))


def _found(files: SiteFiles, rule: str) -> list[Problem]:
    return [problem for problem in check_files(files).problems if problem.rule == rule]


def test_the_sample_site_serves_its_callers_well() -> None:
    assert check_files(read_folder(ROOT)).problems == ()


@pytest.mark.parametrize("name", NAMES)
def test_every_limit_names_who_says_so(name: str) -> None:
    folder = ROOT / "ivr" / "authoring" / "service"
    written = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    assert set(written) == {"title", "limits", *([] if name == "house" else ["countries"])}
    for topic, limit in profile(name).items():
        assert len(limit.source) > 20, topic
        assert limit.level == "warning"


def test_every_profile_is_a_file_and_every_file_a_profile() -> None:
    assert {path.stem for path in (ROOT / "ivr/authoring/service").glob("*.yaml")} == set(NAMES)


def test_house_rules_hold_unless_others_are_named(good_files: SiteFiles) -> None:
    limit = limit_of(_site(good_files), "tries")
    assert limit is not None
    assert limit.most == 3


def test_of_several_profiles_the_strictest_counts(with_edits: WithEdits) -> None:
    site = _following(with_edits, "[house, ireland, india]")
    told = {topic: limit_of(site, topic) for topic in ("tries", "options", "levels", "jargon")}
    assert {topic: limit.most for topic, limit in told.items() if limit} == {
        "tries": 2, "options": 4, "levels": 2, "jargon": None,
    }  # fmt: skip
    assert told["options"] is not None
    assert told["options"].source == "Ireland, Universal Design: at most 4 options (digital21)."


def test_a_profile_alone_leaves_out_what_it_does_not_speak_of(with_edits: WithEdits) -> None:
    assert limit_of(_following(with_edits, "ireland"), "jargon") is None
    assert limit_of(_following(with_edits, "[]"), "levels") is None


def test_strict_makes_errors_of_what_costs_callers_most(with_edits: WithEdits) -> None:
    site = _following(with_edits, "{profiles: [house], strict: yes}")
    for topic in profile("house"):
        limit = limit_of(site, topic)
        assert limit is not None
        assert (limit.level == "error") == (topic in WEIGHTY)


def test_no_rule_of_service_is_an_error_unless_the_site_is_strict(with_edits: WithEdits) -> None:
    worse = [("flows.yaml", "silence: 3", "silence: 9"), ("flows.yaml", "hash: repeat, ", "")]
    levels = {problem.level for problem in check_files(with_edits(worse)).problems if "service" in problem.rule}
    assert levels == {"warning"}


def test_every_topic_of_a_profile_is_looked_at_by_a_rule() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "ivr/authoring/rules").glob("service_*.py"))
    topics = {topic for name in NAMES for topic in profile(name)}
    looked_at = {topic for topic in topics if f'"{topic}"' in code}
    assert topics - looked_at == {"officer_key", "repeat_key", "back_key"}  # named by the way they lead
    assert len([rule for rule in RULES if rule.name.startswith("service-")]) == 13


@pytest.mark.parametrize(
    ("says", "told"),
    [
        ("yue: 以下有三個選項。, en: There are three choices.", []),
        ("yue: 共有3個選項。, en: 3 choices.", []),
        ("yue: 以下有三個選項。, en: There are thirteen choices.", ["en"]),
        ("yue: 歡迎。, en: There are three choices.", ["yue"]),
        ("yue: 以下有兩個選項。, en: There are two choices.", ["yue"]),
    ],
)
def test_a_menu_is_to_say_how_many_choices_it_has(says: str, told: list[str], with_edits: WithEdits) -> None:
    menu = ("menus/transport/menu.yaml", "    choices:", f"    say: {{{says}}}\n    choices:")
    found = _found(with_edits([("flows.yaml", "tries:", "service: [ireland]\ntries:"), menu]), "service-count")
    assert [problem.message for problem in found] == [
        f'"main" does not say in "{code}" that it has 3 choices.' for code in told
    ]


def test_two_choices_are_a_pair_in_chinese() -> None:
    assert service_menus._says("有兩個選項。", 2, "yue")
    assert service_menus._says("有两个选项。", 2, "cmn")
    assert not service_menus._says("有三个选项。", 2, "cmn")


TOLD_IN_A_CALL = {
    "leisure/book_session": 1.0,  # the day is read back, and days are not all said in as many syllables
    "transport/renew": 2.0,  # so is the day on which the licence ends
    "transport/by_post": 2.0,
    "transport/at_the_counter": 2.5,  # and the choice that leads there comes after another that leads to the same node
    "water/enter_reading": 5.0,  # five figures are keyed and read back, for the last reading has as many
    "water/complaint": 3.5,  # on the way it is told that nothing was left from this telephone
}
"""Answers on whose way something of the call is said, and how many seconds that may make."""


def test_an_answer_is_as_far_away_as_the_walk_finds_it_from_the_choice_of_a_language() -> None:
    listener = Listener(_site(read_folder(ROOT)))
    walked: dict[tuple[str, str], float] = {}
    for reach in times_to_answer(listener.edition):
        (_, choosing), *_ = reach.listened
        if reach.how == "answer":
            seconds = walked.get((reach.language, reach.node), reach.seconds)
            walked[reach.language, reach.node] = min(seconds, reach.seconds - choosing)
    told = {code: listener.arrivals(code) for code in listener.site.languages}
    answers = {name for name, node in listener.edition.nodes.items() if node.has_answer}
    assert walked.keys() == {(code, name) for code in listener.site.languages for name in answers}
    for (code, node), seconds in walked.items():
        most = TOLD_IN_A_CALL.get(node, 0.1)
        assert told[code][node].seconds == pytest.approx(seconds, abs=most), (code, node)


def test_seconds_count_from_the_choice_of_a_language(good_files: SiteFiles) -> None:
    listener = Listener(_site(good_files))
    ways = listener.arrivals("en")
    greeting = listener.greeting_seconds("transport", "en")
    assert ways["transport/main"].seconds == greeting > 0
    assert ways["transport/main"].menus == 0
    first = greeting + listener.seconds_until("transport/main", "1", "en") + KEY_SECONDS
    assert ways["transport/licence"].seconds == pytest.approx(first)
    assert ways["transport/licence"].menus == 1
    assert ways["transport/main.3"].seconds > ways["transport/licence"].seconds


def test_a_secret_that_a_text_says_is_told_by_its_own_rule(with_edits: WithEdits) -> None:
    spoken = 'kind: answer\n    say: {yue: 好。, en: "Born on {birth}."}\n    then: officer'
    checked = check_files(with_edits([(MENU, "kind: hours\n    calendar: office", spoken)]))
    assert "secret-spoken" in {problem.rule for problem in checked.problems}


def test_an_entry_takes_its_keys_and_is_heard_back(good_files: SiteFiles, with_edits: WithEdits) -> None:
    with_read_back = Listener(_site(good_files)).arrivals("en")["transport/birth"].seconds
    without = _site(with_edits([(MENU, "keep: number", "confirm: no\n    keep: number")]))
    assert with_read_back - Listener(without).arrivals("en")["transport/birth"].seconds > 2


def test_all_languages_are_offered_before_the_last(good_files: SiteFiles, with_edits: WithEdits) -> None:
    longer = with_edits([("flows.yaml", "en: Transport}", "en: Transport Department of the Whole City}")])
    assert Listener(_site(longer)).language_seconds() > Listener(_site(good_files)).language_seconds()


def test_only_the_first_late_answer_of_a_way_is_told_of(with_edits: WithEdits) -> None:
    words = "word " * 160
    nodes = "".join(
        f"  n{at}:\n    kind: answer\n    say: {{yue: 好。, en: {words}}}\n    then: n{at + 1}\n" for at in (1, 2, 3)
    )
    last = "  n4:\n    kind: answer\n    say: {yue: 好。, en: Good.}\n"
    files = with_edits(
        [(MENU, "otherwise: officer", "otherwise: n1"), (MENU, "  officer:\n", f"{nodes}{last}  officer:\n")]
    )
    assert len(_found(files, "service-seconds")) == 1


@pytest.mark.parametrize(
    ("text", "language", "wrong"),
    [
        ("请按一", "yue", "请"),
        ("請按一", "yue", ""),
        ("請按一", "cmn", "請"),
        ("请按一", "cmn", ""),
        ("着緊台后里面只系干", "yue", ""),
        ("呢個喺嗰度，啲嘢冇咗，俾佢哋睇吓", "yue", ""),
        ("台后里面只系干，着重", "cmn", ""),
        ("汉语 English 漢語", "en", ""),
        ("们們", "yue", "们"),
        ("们們", "cmn", "們"),
        ("辦辦事", "cmn", "辦"),
    ],
)
def test_a_character_tells_the_script(text: str, language: str, wrong: str) -> None:
    assert wrong_script(text, language) == wrong


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("你嘅申請喺呢度。", ()),
        ("搭的士去目的地，的確唔貴。", ()),
        ("是否需要？是次但是總是於是是日", ()),
        ("你的申請不在這裡。", ("的", "不在", "這")),
        ("他們沒有什麼。", ("們", "沒有", "什麼")),
        ("不過不同不少不便", ()),
        ("這是我們的", ("這", "是", "們", "的")),
    ],
)
def test_words_tell_what_was_converted(text: str, words: tuple[str, ...]) -> None:
    assert tuple(word[-1] if word.endswith("們") else word for word in mandarin_words(text)) == words


def test_phrases_of_the_system_are_looked_at_too(with_edits: WithEdits) -> None:
    files = with_edits([("prompts/yue/phrases.yaml", 'apology: "apology ', 'apology: "我們的系统出错 ')])
    assert {problem.rule for problem in check_files(files).problems} == {"service-letters", "service-wording"}


def test_a_putonghua_text_in_traditional_characters_is_told_of(with_edits: WithEdits) -> None:
    files = with_edits([("flows.yaml", "en: City enquiry line}", "en: City enquiry line, cmn: 查詢}")])
    (problem,) = _found(files, "service-letters")
    assert problem.message == '"詢" is of the other script.'


@pytest.mark.parametrize("code", ["[1, 2, 3]", "{profiles: house, strict: maybe}", "{profile: house}"])
def test_a_service_that_makes_no_sense_is_refused(code: str, with_edits: WithEdits) -> None:
    checked = check_files(with_edits([("flows.yaml", "tries:", f"service: {code}\ntries:")]))
    assert checked.edition is None
