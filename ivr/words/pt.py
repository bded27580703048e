"""How things are said in Portuguese.

Source: Manual de Redação da Presidência da República, third edition (dates: the first of a month is an ordinal);
Ciberdúvidas da Língua Portuguesa on hours ("meio-dia", "e meia") and on "um milhão de"; CLDR for the
numbers themselves.
"""

from datetime import time

from ivr.words.currencies import DOLLARS
from ivr.words.everyday import Everyday
from ivr.words.spelling import spell

_PARTS_OF_DAY = ((6, "da madrugada"), (12, "da manhã"), (19, "da tarde"), (24, "da noite"))


def _clock(clock: time) -> str:
    minutes = {0: "", 30: " e meia"}.get(clock.minute, f" e {spell(clock.minute, 'pt', 'spellout-numbering')}")
    if clock.hour in (0, 12):
        return f"{'meia-noite' if clock.hour == 0 else 'meio-dia'}{minutes}"
    hour = clock.hour % 12
    said = spell(hour, "pt", "spellout-cardinal-feminine") + minutes
    hours = "" if minutes else " hora" if hour == 1 else " horas"
    return f"{said}{hours} {next(part for until, part in _PARTS_OF_DAY if clock.hour < until)}"


PORTUGUESE = Everyday(
    code="pt",
    minus="menos",
    points={",": "vírgula"},
    percent="{number} por cento",
    number="spellout-numbering",
    of_masculine="spellout-cardinal-masculine",
    of_feminine="spellout-cardinal-feminine",
    first="primeiro",
    day="{day} de {month}",
    date="{day} de {year}",
    weekday="{weekday}, {day}",
    moment="{day}, {time}",
    midnight_before="meia-noite no início de {day}",
    midnight_after="meia-noite no fim de {day}",
    tonight="a meia-noite de hoje",
    coins_after="{whole} e {coins}",
    coins={
        "EUR": ("cêntimo", "cêntimos"),
        **dict.fromkeys((*DOLLARS, "BRL", "MZN"), ("centavo", "centavos")),
    },
    noun=lambda name: name.split()[0],
    after_millions="de ",
    clock=_clock,
    keys={"star": "asterisco", "hash": "jogo da velha"},
)
