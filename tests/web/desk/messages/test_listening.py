"""Listening to words in the browser's own voice: by a voice of the language, or told that there is none."""

import pytest
from whole.serving import until

VOICES = """
let voices = [];
let told = () => {};
window.spoken = [];
window.voicesCome = () => { voices = [{lang: 'en_US'}, {lang: 'zh-CN'}, {lang: 'zh_HK'}]; told(); };
speechSynthesis.getVoices = () => voices;
speechSynthesis.addEventListener = (name, tell) => { if (name === 'voiceschanged') told = tell; };
speechSynthesis.speak = (one) => window.spoken.push([one.text, one.lang]);
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""


@pytest.fixture
def tree(browse):
    """The words of a department's menus in a browser whose voices a test decides."""
    page = browse("/desk/help", "supervisor@transport.example")
    page.add_init_script(VOICES)
    page.goto(page.url.replace("/desk/help", "/desk/menus/tree/transport"))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    return page


def _button(page, tongue):
    return page.locator(f"button.listen[data-language^={tongue}]").first


def test_a_voice_that_comes_late_is_waited_for(tree):
    _button(tree, "yue").click()
    tree.evaluate("voicesCome()")
    until(lambda: tree.evaluate("window.spoken.length === 1"), "it is spoken")
    text = _button(tree, "yue").get_attribute("data-text")
    assert tree.evaluate("window.spoken") == [[text, "zh_HK"]]
    assert tree.locator(".voiceless").count() == 0


def test_each_language_has_its_own_voice(tree):
    tree.evaluate("voicesCome()")
    for tongue in ("cmn", "en"):
        _button(tree, tongue).click()
    until(lambda: tree.evaluate("window.spoken.length === 2"), "both are spoken")
    assert [lang for _, lang in tree.evaluate("window.spoken")] == ["zh-CN", "en_US"]


def test_a_browser_without_a_voice_says_so_once_beside_the_words(tree, barriers):
    button = _button(tree, "yue")
    for _ in range(2):
        button.click()
        tree.locator(".voiceless").wait_for()
    assert tree.locator(".voiceless").all_inner_texts() == ["This browser has no voice for Cantonese."]
    assert barriers(tree) == []


def test_what_a_caller_heard_is_read_out_step_by_step_in_its_language(desk, browse):
    page = browse("/desk/help", "supervisor@transport.example")
    page.add_init_script(VOICES)
    page.goto(page.url.replace("/desk/help", f"/desk/calls/{desk.calls['complaint']}"))
    page.evaluate("voicesCome()")
    first = page.locator(".steps > li").first
    words = first.locator("blockquote span[lang]").all_inner_texts()
    for button in first.locator("button.listen").all():
        button.click()
    until(lambda: page.evaluate("window.spoken.length") == first.locator("button.listen").count(), "each is spoken")
    assert "\n".join(text for text, _ in page.evaluate("window.spoken")) == "\n".join(words)
    assert {lang for _, lang in page.evaluate("window.spoken")} == {"zh_HK", "zh-CN", "en_US"}
