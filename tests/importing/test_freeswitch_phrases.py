"""FreeSWITCH's phrase macros give the words of their menus."""

import pytest
import yaml

from ivr.errors import ImportRefused
from ivr.importing import Wishes, import_freeswitch

MENUS = """<include><menu name="desk" greet-long="phrase:desk_greeting%s">
  <entry action="menu-exec-app" digits="1" param="phrase desk_hours"/>
  <entry action="menu-exec-app" digits="0" param="transfer 22200111 XML default"/>
</menu></include>"""
MACROS = b"""<include>
  <macro name="desk_greeting" pause="100">
    <input pattern="^night$"><match><action function="speak-text" data="We are closed."/></match></input>
    <input pattern="(.*)">
      <match>
        <action function="play-file" data="ivr/ivr-welcome_to_the_desk.wav"/>
        <action function="execute" data="sleep(200)"/>
        <action function="play-file" data="silence_stream://500"/>
        <action function="speak-text" data="to hear our hours"/>
        <action function="play-file" data="ivr/ivr-please.wav"/>
        <action function="play-file" data="voicemail/vm-press.wav"/>
        <action function="play-file" data="digits/1.wav"/>
        <action function="phrase" phrase="to_the_operator"/>
      </match>
      <nomatch><action function="speak-text" data="never heard"/></nomatch>
    </input>
  </macro>
  <macro name="to_the_operator">
    <input pattern="(.*)"><match><action function="speak-text" data="to reach the operator, press 0"/></match></input>
  </macro>
  <macro name="desk_hours">
    <input pattern="(.*)"><match><action function="speak-text" data="From nine to five."/></match></input>
  </macro>
  <macro name="round"><input pattern=""><match><action function="phrase" phrase="round"/></match></input></macro>
</include>"""
RECORDINGS = b"""<phrases><en><ivr>
  <prompt phrase="Welcome to the desk" filename="ivr-welcome_to_the_desk.wav"/>
  <prompt phrase="please" filename="ivr-please.wav"/>
</ivr><voicemail><prompt phrase="press" filename="vm-press.wav"/></voicemail>
<digits><prompt phrase="1" filename="1.wav"/></digits></en></phrases>"""


def imported(*phrases: bytes, argument: str = "", greeting: str = "desk_greeting"):
    menus = (MENUS % argument).replace("desk_greeting", greeting).encode()
    given = {f"phrases{at}.xml": content for at, content in enumerate(phrases)}
    return import_freeswitch(menus, Wishes("ivr.conf.xml", "desk"), given)


def nodes(found):
    return yaml.load(found.menu, yaml.BaseLoader)["nodes"]


def test_a_phrase_gives_the_words_of_its_menu():
    found = imported(MACROS, RECORDINGS)
    assert nodes(found)["main"]["say"] == {"en": "Welcome to the desk."}
    assert nodes(found)["main"]["choices"]["1"]["label"] == {"en": "hearing our hours"}
    assert nodes(found)["answer"]["say"] == {"en": "From nine to five."}
    assert not [each for each in found.problems if "is not known" in each.message]


def test_a_phrase_in_the_file_of_the_menus_is_found_there():
    whole = (MENUS % "").encode().replace(b"</include>", MACROS.replace(b"<include>", b""))
    assert "From nine to five." in import_freeswitch(whole, Wishes("freeswitch.xml", "desk")).menu


def test_the_argument_of_a_phrase_chooses_what_it_says():
    assert nodes(imported(MACROS, RECORDINGS, argument=":night"))["main"]["say"] == {"en": "We are closed."}


def test_words_that_no_list_gives_are_told_and_left_out():
    found = imported(MACROS)
    told = [each.message for each in found.problems if "is not known" in each.message]
    assert len(told) == 1
    assert 'the recording "ivr/ivr-welcome_to_the_desk.wav"' in told[0]
    assert "Welcome to the desk" not in found.menu


def test_a_phrase_that_speaks_itself_ends():
    assert any('the phrase "round"' in each.message for each in imported(MACROS, greeting="round").problems)


def test_a_file_of_phrases_without_any_is_refused():
    with pytest.raises(ImportRefused, match=r"phrases0\.xml: there is no <macro"):
        imported(b"<include/>")
