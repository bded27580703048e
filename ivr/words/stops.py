"""How a sentence ends in a language, with the space before the next one where the language has any.

Source: The Unicode Standard 16.0, Table 6-2 and the chapters on each script (full stops that are not the Latin one).
"""

_STOPS = {
    **dict.fromkeys(("yue", "cmn", "zh", "nan", "hak", "wuu", "ja"), "。"),
    **dict.fromkeys(("hi", "mr", "ne", "bn", "as", "or", "pa", "mai", "bho", "sa"), "। "),
    **dict.fromkeys(("ur", "sd", "ks"), "۔ "),
    **dict.fromkeys(("am", "ti"), "። "),
    **dict.fromkeys(("th", "lo"), " "),
    "my": "။ ",
    "km": "។ ",
    "hy": "։ ",
}


def stop_of(language: str) -> str:
    """What stands between two sentences of a language, by its code."""
    return _STOPS.get(language.partition("-")[0], ". ")
