"""How things are said in English in the United States: the month before the day, no "and" in numbers, AM and PM."""

from ivr.words.english import EnglishWording, english_tongue

AMERICAN = english_tongue(
    EnglishWording(
        cardinals="spellout-cardinal",
        percent="percent",
        day="{month} {day}",
        weekday="{weekday}, {day}",
        sharp="",
        parts_of_day=((12, "AM"), (24, "PM")),
    )
)
