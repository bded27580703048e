"""How things are said in English, as it is spoken in Hong Kong and Britain."""

from ivr.words.english import EnglishWording, english_tongue

ENGLISH = english_tongue(
    EnglishWording(
        cardinals="spellout-cardinal-verbose",  # verbose: with "and"
        percent="per cent",
        day="the {day} of {month}",
        weekday="{weekday} {day}",
        sharp=" o'clock",
        parts_of_day=(
            (1, "at night"),
            (12, "in the morning"),
            (18, "in the afternoon"),
            (22, "in the evening"),
            (24, "at night"),
        ),
    )
)
