"""Makes up a site of many hotlines: a department of 22 nodes behind each, in three languages, with tables.

`write_site(folder, 1000)` writes it into an empty folder, with the sample site's phrases, languages and keys. Texts
name their department, and departments differ in their topics, hours, fees and officers.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copytree, ignore_patterns

import yaml

HERE = Path(__file__).parent.parent
LANGUAGES = ("yue", "cmn", "en")
LINES, OFFICERS = "+852 2220 {:04}", "+852 2221 {:04}"
A_CALENDAR = 10  # departments that keep the same hours
ROWS = 20  # of each table
Texts = Mapping[str, str]
TOPICS = (
    ("小販牌照", "小贩牌照", "hawker licences"),
    ("食肆牌照", "餐馆牌照", "restaurant licences"),
    ("建築圖則", "建筑图则", "building plans"),
    ("街道照明", "街道照明", "street lighting"),
    ("垃圾收集", "垃圾收集", "refuse collection"),
    ("樹木護理", "树木护理", "the care of trees"),
    ("場地租用", "场地租用", "the hire of halls"),
    ("泊車許可證", "停车许可证", "parking permits"),
    ("噪音管制", "噪音管制", "noise control"),
    ("學校收生", "学校招生", "admission to schools"),
    ("長者服務", "长者服务", "services for the elderly"),
)
QUESTIONS = (
    ("申請辦法", "申请办法", "how to apply"),
    ("所需文件", "所需文件", "the papers you need"),
    ("處理時間", "处理时间", "how long it takes"),
)
ANSWERS = (
    (
        "{place}嘅{topic}，可以喺櫃位或者郵寄申請，表格編號係{number}。",
        "{place}的{topic}，可以在柜台或邮寄申请，表格编号是{number}。",
        "For {topic} in {place}, apply at the counter or by post on form {number}.",
    ),
    (
        "{place}嘅{topic}，請帶身份證明文件同埋最近{number}日內嘅地址證明。",
        "{place}的{topic}，请带身份证明文件和最近{number}天内的地址证明。",
        "For {topic} in {place}, bring proof of identity and of an address not older than {number} days.",
    ),
    (
        "{place}嘅{topic}，一般喺{number}個工作天內有結果。",
        "{place}的{topic}，一般在{number}个工作日内有结果。",
        "For {topic} in {place}, expect a decision within {number} working days.",
    ),
)
PLACE = ("第{}區", "第{}区", "district {}")
PLACES = ("{place}民政處", "{place}民政处", "the office of {place}")


def write_site(folder: Path, hotlines: int) -> None:
    """Write a site of so many hotlines into an empty folder."""
    copytree(HERE / "prompts", folder / "prompts", ignore=ignore_patterns("*.wav", "recordings.yaml"))
    flows = yaml.load((HERE / "flows.yaml").read_text("utf-8"), yaml.CBaseLoader)  # noqa: S506 - all of it is text
    _write(folder / "flows.yaml", {**flows, **_flows(hotlines)})
    for at in range(hotlines):
        department = folder / "menus" / name_of(at)
        department.mkdir(parents=True)
        _write(department / "menu.yaml", _menu(at))
        _write_table(department / "cases.csv", _cases(at))
        _write_table(department / "fees.csv", _fees(at))


def name_of(at: int) -> str:
    """The name of a hotline, and of its department."""
    return f"district_{at}"


def number_of(at: int) -> str:
    """The number of a hotline as a carrier writes it."""
    return LINES.format(at).replace(" ", "")


def _flows(hotlines: int) -> dict[str, object]:
    offices = range(hotlines)
    return {
        "hotlines": {
            name_of(at): {"number": LINES.format(at), "title": _placed(at, PLACES), "start": name_of(at)}
            for at in offices
        },
        "calendars": {f"hours_{at}": _hours(at) for at in range(-(-hotlines // A_CALENDAR))},
        "officers": {
            name_of(at): {
                "title": _placed(at, ("{place}嘅職員", "{place}的职员", "the staff of {place}")),
                "numbers": [OFFICERS.format(at)],
                "hours": f"hours_{at // A_CALENDAR}",
            }
            for at in offices
        },
    }


def _hours(at: int) -> dict[str, str]:
    return {
        "monday-friday": f"{8 + at % 3:02}:{15 * (at % 4):02}-{16 + at % 4}:{30 * (at % 2):02}",
        "saturday": "closed" if at % 2 else f"09:00-{12 + at % 3}:00",
        "holidays": "closed",
    }


def _menu(at: int) -> dict[str, object]:
    topics = [TOPICS[(at + step) % len(TOPICS)] for step in range(3)]
    return {
        "version": "1",
        "title": _placed(at, PLACES),
        "owner": f"District Office {at}",
        "review": "2099-01-01",
        "tables": {
            "cases": {
                "file": "cases.csv",
                "columns": {"number": "digits", "status": "text in languages", "updated": "date"},
            },
            "fees": {"file": "fees.csv", "columns": {"sort": "text", "item": "text in languages", "fee": "money"}},
        },
        "start": "main",
        "nodes": {**_menus(at, topics), **_enquiries(at), **_people(at)},
    }


def _menus(at: int, topics: list[tuple[str, ...]]) -> dict[str, object]:
    """The first menu, that of the services, and a menu of answers for each of these."""
    first = (
        (("服務", "服务", "our services"), "services"),
        (("查詢個案進度", "查询个案进度", "the status of a case"), "case"),
        (("收費", "收费", "fees"), "fee"),
        (("辦公時間", "办公时间", "opening hours"), "opening_hours"),
        (("意見", "意见", "feedback"), "tell_us"),
    )
    services = [(topic, f"topic_{key}") for key, topic in enumerate(topics, start=1)]
    menus = {f"topic_{key}": _answers(at, key, topic) for key, topic in enumerate(topics, start=1)}
    return {"main": _menu_of(first), "services": _menu_of(services), **menus}


def _menu_of(choices: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, object]:
    written = {str(key): {"label": _texts(*label), "to": to} for key, (label, to) in enumerate(choices, start=1)}
    return {"kind": "menu", "choices": written}


def _answers(at: int, topic: int, called: tuple[str, ...]) -> dict[str, object]:
    said = {
        str(key): {"label": _texts(*question), "answer": _about(at, 10 * topic + key + at % 7, called, answer)}
        for key, (question, answer) in enumerate(zip(QUESTIONS, ANSWERS, strict=True), start=1)
    }
    return {"kind": "menu", "choices": said}


def _enquiries(at: int) -> dict[str, object]:
    """The status of a case by its number, and the fees by what is chosen."""
    ask = (
        "請輸入八位數字嘅個案編號。",
        "请输入八位数字的个案编号。",
        "Please key in the eight digits of your case number.",
    )
    found = (
        "你喺{place}嘅個案{status}。資料更新日期係{updated}。",
        "您在{place}的个案{status}。资料更新日期是{updated}。",
        "Your case in {place} {status}. This was updated on {updated}.",
    )
    none = (
        "搵唔到呢個編號。請再輸入。",
        "找不到这个编号。请重新输入。",
        "We cannot find that number. Please try again.",
    )
    fees = ("{item}嘅收費係{fee}。", "{item}的收费是{fee}。", "The fee for {item} is {fee}.")
    sorts = {
        str(key): {"label": _texts(*topic), "keep": {"sort": f"sort_{key}"}, "to": "fee_of"}
        for key, topic in enumerate(TOPICS[at % 7 : at % 7 + 3], start=1)
    }
    return {
        "case": {
            "kind": "ask", "say": _texts(*ask), "digits": "8", "keep": "case", "then": "case_status",
        },
        "case_status": {
            "kind": "enquiry", "from": "cases", "match": {"number": "case"},
            "found": {"say": _placed(at, found)}, "none": {"say": _texts(*none), "then": "case"},
            "unavailable": "officer",
        },
        "fee": {"kind": "menu", "choices": sorts},
        "fee_of": {
            "kind": "enquiry", "from": "fees", "match": {"sort": "sort"},
            "found": {"say": _texts(*fees)}, "unavailable": "officer",
        },
    }  # fmt: skip


def _people(at: int) -> dict[str, object]:
    """Who answers and when, and what may be left for them."""
    leave = (
        "請講低{place}邊條街、邊座大廈，同埋你嘅查詢，完成後按井號。",
        "请说出{place}哪条街、哪座大厦，以及您的查询，完成后按井号。",
        "Please say which street or building in {place} it is about, and your question, and press hash at the end.",
    )
    closed = f"hours_{at // A_CALENDAR}"
    return {
        "opening_hours": {"kind": "hours", "calendar": closed},
        "tell_us": {"kind": "feedback", "accepts": ["complaint", "suggestion", "compliment"]},
        "officer": {"kind": "transfer", "to": name_of(at), "closed": "leave_message", "unanswered": "leave_message"},
        "leave_message": {"kind": "message", "say": _placed(at, leave)},
    }


def _about(at: int, number: int, topic: tuple[str, ...], words: tuple[str, ...]) -> Texts:
    places = (place.format(at) for place in PLACE)
    told = zip(words, places, topic, strict=True)
    return _texts(*(text.format(place=place, topic=called, number=number) for text, place, called in told))


def _placed(at: int, words: tuple[str, ...]) -> Texts:
    """The words with the department's place in them, and all other places left to be filled."""
    return _texts(*(text.replace("{place}", place.format(at)) for text, place in zip(words, PLACE, strict=True)))


def _texts(*words: str) -> Texts:
    return dict(zip(LANGUAGES, words, strict=True))


def _cases(at: int) -> Iterator[Sequence[object]]:
    yield ("number", "status.yue", "status.cmn", "status.en", "updated")
    for row in range(ROWS):
        number = f"{at:05}{row:03}"
        yield (number, "正喺度處理", "正在处理", "is being dealt with", f"2026-11-{1 + row:02}")


def _fees(at: int) -> Iterator[Sequence[object]]:
    yield ("sort", "item.yue", "item.cmn", "item.en", "fee")
    for row in range(ROWS):
        item = TOPICS[(at + row) % len(TOPICS)]
        yield (f"sort_{1 + row % 3}", *item, f"{10 * (at % 50) + row}.50")


def _write(path: Path, settings: object) -> None:
    path.write_text(yaml.dump(settings, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False), "utf-8")


def _write_table(path: Path, rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
