"""Pronunciation lists reach the carrier and nobody else."""

from dataclasses import replace

from ivr.carrier.pronouncing import pronounced
from ivr.carrier.twiml import render, render_whisper
from ivr.engine.instructions import Ask, HangUp, Play, Say

LIST = (("HKSAR", "H K S A R"),)


def test_what_is_said_and_asked_is_respelt_in_its_own_language(voices, public_url, accepts):
    voices = {**voices, "en": replace(voices["en"], pronunciation=LIST)}
    prompts = (Say("The HKSAR", "en"), Say("HKSAR", "yue"), Play("ab" * 32, "HKSAR", "en"))
    document = render((*prompts[:2], Ask(prompts, 1, "", 6, "en", ("HKSAR",))), voices, "T", public_url)
    assert accepts(document)
    text = document.decode()
    assert text.count("The H K S A R<") == 2
    assert text.count(">HKSAR<") == 2
    assert "H K S A R" not in text.partition('hints="')[2].partition('"')[0]


def test_what_an_officer_hears_is_respelt(voices, public_url, accepts_whisper):
    voices = {**voices, "en": replace(voices["en"], pronunciation=LIST)}
    document = render_whisper((Say("HKSAR", "en"),), voices, "T", public_url)
    assert accepts_whisper(document)
    assert b"H K S A R" in document


def test_a_respelling_that_makes_a_text_too_long_is_cut_like_any_other(voices, public_url, accepts):
    voices = {**voices, "en": replace(voices["en"], pronunciation=(("x", "a very long word indeed " * 10),))}
    assert accepts(render((Say("x. " * 200, "en"), HangUp()), voices, "T", public_url))


def test_without_lists_the_instructions_are_untouched(voices):
    asked = Ask((Say("HKSAR", "en"),), 1, "", 6, "en")
    assert tuple(pronounced((asked, HangUp()), tuple(voices.values()))) == (asked, HangUp())
