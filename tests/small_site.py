"""A small site to publish again and again: one hotline in English, two departments, every text of one number."""

import shutil
from pathlib import Path

SITE = Path(__file__).parents[1]
NUMBER = "+85222200101"
FLOWS = """version: 1
site: {en: Small site}
languages: {en: {key: 1, name: English, say: en-GB, voice: Polly.Amy-Neural}}
hotlines:
  works: {number: "+852 2220 0101", title: {en: Works}, start: works}
officers:
  desk: {title: {en: the desk}, numbers: ["+852 2220 0111"]}
"""
PARKS = """version: 1
title: {en: Parks}
owner: Parks Division
review: 2027-04-01
start: main
nodes:
  main:
    kind: menu
    choices: {1: {label: {en: swings}, answer: {en: The swings are green.}}}
  officer: {kind: transfer, to: desk, unanswered: leave_message}
  leave_message: {kind: message}
"""
WORKS = """version: 1
title: {{en: Works}}
owner: Drains Branch
review: 2027-04-01
start: main
nodes:
  main:
    kind: menu
    say: {{en: "Welcome to edition {number}, whole."}}
    choices:
      {key}: {{label: {{en: things of edition {number}}}, to: answer_{number}}}
      9: {{label: {{en: parks}}, to: parks/main}}
  officer: {{kind: transfer, to: desk, unanswered: leave_message}}
  leave_message: {{kind: message}}
  answer_{number}:
    kind: answer
    say:
      en: This is the answer of edition {number}, whole
"""


def works_menu(number: int) -> str:
    """The menu of one number: the key, the node and every text are its own. Its beginnings are menus too."""
    return WORKS.format(number=number, key=key_of(number))


def key_of(number: int) -> int:
    """The key that leads to the answer."""
    return number % 8 + 1


def write_small_site(folder: Path, number: int = 1, publishing: str = "") -> Path:
    """Write the site; `publishing` is what flows.yaml says of that."""
    for department in ("works", "parks"):
        (folder / "menus" / department).mkdir(parents=True, exist_ok=True)
    (folder / "prompts" / "en").mkdir(parents=True, exist_ok=True)
    shutil.copy(SITE / "prompts" / "en" / "phrases.yaml", folder / "prompts" / "en")
    (folder / "flows.yaml").write_text(FLOWS + (f"publishing: {publishing}\n" if publishing else ""), "utf-8")
    (folder / "menus" / "parks" / "menu.yaml").write_text(PARKS, "utf-8")
    (folder / "menus" / "works" / "menu.yaml").write_text(works_menu(number), "utf-8")
    return folder
