"""How things are said in Spanish.

Source: Real Academia Española, Diccionario panhispánico de dudas, under "hora" (the parts of the day, "y media", "y
cuarto"), "fecha" (the first of a month) and "números"; CLDR for the numbers themselves.
"""

from datetime import time

from ivr.words.currencies import DOLLARS
from ivr.words.everyday import Everyday
from ivr.words.spelling import spell

_PARTS_OF_DAY = ((6, "de la madrugada"), (12, "de la mañana"), (20, "de la tarde"), (24, "de la noche"))
_MINUTES = {0: "", 15: " y cuarto", 30: " y media"}


def _clock(clock: time) -> str:
    if clock.minute == 0 and clock.hour in (0, 12):
        return "las doce de la noche" if clock.hour == 0 else "las doce del mediodía"
    hour = clock.hour % 12 or 12
    said = "la una" if hour == 1 else f"las {spell(hour, 'es', 'spellout-cardinal-feminine')}"
    minutes = _MINUTES.get(clock.minute, f" y {spell(clock.minute, 'es', 'spellout-numbering')}")
    part = "de la noche" if clock.hour == 0 else next(part for until, part in _PARTS_OF_DAY if clock.hour < until)
    return f"{said}{minutes} {part}"


SPANISH = Everyday(
    code="es",
    minus="menos",
    points={",": "coma", ".": "punto"},
    percent="{number} por ciento",
    number="spellout-numbering",
    of_masculine="spellout-cardinal-masculine",
    of_feminine="spellout-cardinal-feminine",
    first="primero",
    day="{day} de {month}",
    date="{day} de {year}",
    weekday="{weekday} {day}",
    moment="{day} a {time}",
    midnight_before="la medianoche con que empieza el {day}",
    midnight_after="la medianoche con que termina el {day}",
    tonight="la medianoche de hoy",
    coins_after="{whole} con {coins}",
    coins={
        "EUR": ("céntimo", "céntimos"),
        **dict.fromkeys((*DOLLARS, "MXN", "ARS", "COP", "CUP", "DOP", "UYU", "GTQ", "BOB"), ("centavo", "centavos")),
        "GBP": ("penique", "peniques"),
        "PEN": ("céntimo", "céntimos"),
    },
    noun=lambda name: name.split()[0],
    after_millions="de ",
    clock=_clock,
    keys={"star": "asterisco", "hash": "numeral"},
)
