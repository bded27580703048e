"""The longest menu that a site can hold, in every language: all of it is sayable, and no document is too large."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import yaml
from small_site import NUMBER, write_small_site

from ivr.app.practice import practice
from ivr.phone.checking import MOST_BYTES
from ivr.phone.requesting import Reply, Request, Wire
from ivr.phone.state import new_call
from ivr.phone.telephone import Telephone
from ivr.practice.hotline import Practice

SITE = Path(__file__).parents[2]
WORDS = {"yue": "水費，", "cmn": "水费，", "en": "water charges, "}
TIMES = 250  # of those words in each label
MOST_ENCODED = 4500  # characters that a carrier says at once


def _read(path: Path) -> dict[str, Any]:
    """A file of the site, every scalar as text."""
    written: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return written


@pytest.fixture
def hotline(tmp_path: Path) -> Iterator[Practice]:
    site = write_small_site(tmp_path / "site")
    flows = _read(SITE / "flows.yaml")
    own = _read(site / "flows.yaml")
    names = dict.fromkeys(WORDS, "Works")
    own |= {"site": names, "languages": flows["languages"], "country": "HK"}
    own["hotlines"]["works"]["title"] = own["officers"]["desk"]["title"] = names
    (site / "flows.yaml").write_text(json.dumps(own, ensure_ascii=False), "utf-8")
    for language in WORDS:
        folder = site / "prompts" / language
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "phrases.yaml").write_bytes((SITE / "prompts" / language / "phrases.yaml").read_bytes())
    long = {language: words * TIMES for language, words in WORDS.items()}
    choices = {key: {"label": long, "answer": long} for key in range(1, 9)}
    menu = {"kind": "menu", "say": long, "choices": choices}
    for department in ("works", "parks"):
        path = site / "menus" / department / "menu.yaml"
        written = _read(path)
        written["title"], written["nodes"]["main"] = names, menu
        written["nodes"] = {name: node for name, node in written["nodes"].items() if not name.startswith("answer")}
        path.write_text(json.dumps(written, ensure_ascii=False), "utf-8")
    with practice(site) as opened:
        yield opened


class Weighing:
    """Passes requests on, and remembers the sizes of the answers."""

    def __init__(self, wire: Wire) -> None:
        self.wire, self.sizes = wire, list[int]()

    def send(self, request: Request, seconds: float) -> Reply:
        """The reply, as it came."""
        reply = self.wire.send(request, seconds)
        self.sizes.append(len(reply.body))
        return reply


@pytest.mark.parametrize(("language", "key"), [("yue", "1"), ("cmn", "2"), ("en", "3")])
def test_a_menu_of_eight_choices_a_page_long_each_is_said_in_pieces_and_fits(
    language: str, key: str, hotline: Practice
) -> None:
    line = hotline.line()
    weighing = Weighing(line.wire)
    telephone = Telephone(type(line)(line.url, line.auth_token, line.account_sid, weighing), new_call(NUMBER))
    telephone.ring()
    heard = [one.text for one in telephone.press(key)]  # the telephone refuses what a carrier would refuse
    assert max(len(quote(text)) for text in heard) <= MOST_ENCODED
    assert max(weighing.sizes) <= MOST_BYTES
    assert max(weighing.sizes) > 20_000, "it is a long menu"
    assert telephone.press("8")
    assert telephone.waits == "keys"
