"""General holidays of Hong Kong, each with the one name it is told by, in each language.

Source: the `holidays` library, in both its categories: "public" has only the statutory holidays, which Good Friday
joins in 2028; "optional" has the rest of the general holidays, on which government offices are closed. Sundays are
general holidays too, but are left to the weekly table: a festival on a Sunday moves to the next day in the gazette.
The law (General Holidays Ordinance, Cap. 149, section 6) gives seventeen such days a year; where the library differs,
`_by_the_law` puts it right.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from ivr.hours.one_country import country_holidays

GAZETTE = "zh_HK"  # the language of the headings below
LANGUAGES = {"yue": "zh_HK", "cmn": "zh_CN", "en": "en_HK"}
SUNDAY = 6
ONE_DAY = timedelta(days=1)
IN_LIEU_OF_NATIONAL_DAY, AFTER_NATIONAL_DAY = "國慶日（補假）", "國慶日翌日"
# On 4 April 2037 Ching Ming and the day following Good Friday are one day, so another is given; the library has none.
GIVEN_BESIDES = {date(2037, 4, 7): "復活節星期一翌日"}

# As each is said after "because of", and never with a bracket; the library writes them as the gazette's headings.
_NAMES = {
    "一月一日": ("元旦", "元旦", "New Year's Day"),
    "一月一日翌日": ("元旦翌日", "元旦次日", "the day following New Year's Day"),
    "農曆年初一": ("農曆年初一", "农历年初一", "Lunar New Year's Day"),
    "農曆年初二": ("農曆年初二", "农历年初二", "the second day of Lunar New Year"),
    "農曆年初三": ("農曆年初三", "农历年初三", "the third day of Lunar New Year"),
    "農曆年初四": ("農曆年初四", "农历年初四", "the fourth day of Lunar New Year"),
    "清明節": ("清明節", "清明节", "Ching Ming Festival"),
    "清明節翌日": ("清明節翌日", "清明节次日", "the day following Ching Ming Festival"),
    "耶穌受難節": ("耶穌受難節", "耶稣受难节", "Good Friday"),
    "耶穌受難節翌日": ("耶穌受難節翌日", "耶稣受难节次日", "the day following Good Friday"),
    "復活節星期一": ("復活節星期一", "复活节星期一", "Easter Monday"),
    "復活節星期一翌日": ("復活節星期一翌日", "复活节星期一次日", "the day following Easter Monday"),
    "勞動節": ("勞動節", "劳动节", "Labour Day"),
    "勞動節翌日": ("勞動節翌日", "劳动节次日", "the day following Labour Day"),
    "佛誕": ("佛誕", "佛诞", "the Birthday of the Buddha"),
    "佛誕翌日": ("佛誕翌日", "佛诞次日", "the day following the Birthday of the Buddha"),
    "端午節": ("端午節", "端午节", "Tuen Ng Festival"),
    "端午節翌日": ("端午節翌日", "端午节次日", "the day following Tuen Ng Festival"),
    "香港特別行政區成立紀念日": (
        "香港特別行政區成立紀念日",
        "香港特别行政区成立纪念日",
        "Hong Kong Special Administrative Region Establishment Day",
    ),
    "香港特別行政區成立紀念日翌日": (
        "香港特別行政區成立紀念日翌日",
        "香港特别行政区成立纪念日次日",
        "the day following Hong Kong Special Administrative Region Establishment Day",
    ),
    "中秋節翌日": ("中秋節翌日", "中秋节次日", "the day following the Mid-Autumn Festival"),
    "中秋節後第二日": ("中秋節後第二日", "中秋节后第二天", "the second day following the Mid-Autumn Festival"),
    "國慶日": ("國慶日", "国庆节", "National Day"),
    IN_LIEU_OF_NATIONAL_DAY: ("國慶日翌日", "国庆节次日", "the day following National Day"),
    "重陽節": ("重陽節", "重阳节", "Chung Yeung Festival"),
    "重陽節翌日": ("重陽節翌日", "重阳节次日", "the day following Chung Yeung Festival"),
    "聖誕節": ("聖誕節", "圣诞节", "Christmas Day"),
    "聖誕節後第一個周日": ("聖誕節假期", "圣诞节假期", "the Christmas holiday"),
    "聖誕節後第二個周日": ("聖誕節假期", "圣诞节假期", "the Christmas holiday"),
}


def hong_kong_holidays(year: int) -> Mapping[date, Mapping[str, str]]:
    """The general holidays of `year` other than Sundays, their names by language."""
    days = _by_the_law(year, country_holidays("HK", years=year, language=GAZETTE, categories=("public", "optional")))
    return {day: _spoken(_own_name(headings)) for day, headings in days.items() if day.weekday() != SUNDAY}


def _by_the_law(year: int, listed: Mapping[date, str]) -> dict[date, str]:
    """The library's days less those that follow a day in lieu of National Day, with those given besides."""
    given = {
        day: headings
        for day, headings in listed.items()
        if headings != AFTER_NATIONAL_DAY or listed.get(day - ONE_DAY) != IN_LIEU_OF_NATIONAL_DAY
    }
    return given | {day: name for day, name in GIVEN_BESIDES.items() if day.year == year}


def _own_name(headings: str) -> str:
    """The day's own name of several: a festival before the day after another, that before a day in lieu."""
    return min(headings.split("; "), key=lambda heading: ("（" in heading, "翌日" in heading or "後第" in heading))


def _spoken(heading: str) -> Mapping[str, str]:
    """What a holiday is called in each language; as the library has it where it is new here."""
    if heading in _NAMES:
        return dict(zip(LANGUAGES, _NAMES[heading], strict=True))
    plain = heading.partition("（")[0]
    return {code: country_holidays("HK", language=locale).tr(plain) for code, locale in LANGUAGES.items()}
