"""Makes up the site that the year of calls was made to: twenty busy hotlines and a quiet one, 54 nodes each.

Of a department's nodes 00 to 49, the first sixteen are menus of three, below them are answers; whatever order calls
come in, a busy node is one that stands first in its menu.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent.parent
HOTLINES, QUIET = 20, "dept20"  # a quiet hotline stands beside the busy ones
DEPARTMENTS = (*(f"dept{number:02}" for number in range(HOTLINES)), QUIET)
NODES, MENUS, TOP, BELOW = 50, 16, 4, 3
LANGUAGES = ("yue", "cmn", "en")


def write_site(folder: Path) -> None:
    """Write it into an empty folder; the same to the byte each time."""
    (folder / "flows.yaml").write_text("\n".join(_flows()), "utf-8")
    for language in LANGUAGES:
        (folder / "prompts" / language).mkdir(parents=True)
        shutil.copy(HERE / "prompts" / language / "phrases.yaml", folder / "prompts" / language)
    for number, department in enumerate(DEPARTMENTS):
        (folder / "menus" / department).mkdir(parents=True)
        (folder / "menus" / department / "menu.yaml").write_text("\n".join(_menu(department, number)), "utf-8")


def ways(node: int | None) -> dict[str, int]:
    """Which key of a menu leads to which node; None is the main menu. Empty for an answer."""
    if node is None:
        return {str(key): key - 1 for key in range(1, TOP + 1)}
    if node >= MENUS:
        return {}
    first = TOP + BELOW * node
    return {str(key): first + key - 1 for key in range(1, BELOW + 1) if first + key - 1 < NODES}


def label(node: int, language: str) -> str:
    """What a node is about."""
    return {"yue": f"第{node}項服務", "cmn": f"第{node}项服务", "en": f"service {node}"}[language]


def _flows() -> Iterator[str]:
    yield "version: 1"
    yield "site: {yue: 年度熱線, cmn: 年度热线, en: A year of enquiries}"
    yield "zone: Asia/Hong_Kong"
    yield "languages:"
    yield "  yue: {key: 1, name: 廣東話, say: yue-HK, voice: Google.yue-HK-Standard-A, speech: yue-Hant-HK}"
    yield "  cmn: {key: 2, name: 普通话, say: cmn-CN, voice: Polly.Zhiyu-Neural, speech: cmn-Hans-CN}"
    yield "  en: {key: 3, name: English, say: en-GB, voice: Polly.Amy-Neural, speech: en-GB}"
    yield "keys: {0: officer, star: back, hash: repeat, 9: main}"
    yield "tries: {silence: 3, wrong: 3, then: officer, wait: 6}"
    yield "hotlines:"
    for number, name in enumerate(DEPARTMENTS):
        title = f"{{yue: 第{number}部門熱線, cmn: 第{number}部门热线, en: Hotline of department {number}}}"
        yield f'  {name}: {{number: "+852 2220 03{number:02}", title: {title}, start: {name}/main}}'
    yield "calendars: {office: {monday-friday: 09:00-17:30, holidays: closed}}"
    yield "officers:"
    for number, name in enumerate(DEPARTMENTS):
        title = f"{{yue: 第{number}組, cmn: 第{number}组, en: section {number}}}"
        numbers = f'["+852 2220 04{number:02}"]'
        yield f"  {name}_desk: {{title: {title}, numbers: {numbers}, ring: in order, seconds: 20, hours: office}}"
    yield ""


def _menu(department: str, number: int) -> Iterator[str]:
    yield "version: 1"
    yield f"title: {{yue: 第{number}部門, cmn: 第{number}部门, en: Department {number}}}"
    yield "owner: Enquiries Section"
    yield "review: 2027-04-01"
    yield "start: main"
    yield "nodes:"
    yield "  main:"
    yield "    kind: menu"
    yield "    choices:"
    yield from _choices(None)
    yield "      5: {label: {yue: 意見, cmn: 意见, en: feedback}, to: complain}"
    for node in range(NODES):
        yield f"  node{node:02}:"
        yield from _menu_node(node) if ways(node) else _answer(node)
    yield "  complain: {kind: feedback}"
    yield "  officer:"
    yield "    kind: transfer"
    yield f"    to: {department}_desk"
    yield "    closed: leave"
    yield "    unanswered: leave"
    yield "  leave:"
    yield "    kind: message"
    yield "    say:"
    yield "      yue: 請喺「嘟」一聲之後留言，完成後按井號。"
    yield "      cmn: 请在“嘟”的一声之后留言，完成后按井号。"
    yield "      en: Please leave your message after the tone, and press hash when you have finished."
    yield ""


def _menu_node(node: int) -> Iterator[str]:
    yield "    kind: menu"
    yield "    choices:"
    yield from _choices(node)


def _choices(node: int | None) -> Iterator[str]:
    for key, to in ways(node).items():
        words = ", ".join(f"{language}: {label(to, language)}" for language in LANGUAGES)
        yield f"      {key}: {{label: {{{words}}}, to: node{to:02}}}"


def _answer(node: int) -> Iterator[str]:
    yield "    kind: answer"
    yield "    say:"
    yield f"      yue: {label(node, 'yue')}嘅費用係四百二十元，可以喺櫃位或者網上繳付。"
    yield f"      cmn: {label(node, 'cmn')}的费用是四百二十元，可以在柜台或者网上缴付。"
    yield f"      en: The fee for {label(node, 'en')} is four hundred and twenty dollars, at the counter or online."
