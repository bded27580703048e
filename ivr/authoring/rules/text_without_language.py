"""A text without its languages.

FAIL `say: Hello.`
PASS `say: {yue: 你好。, cmn: 你好。, en: Hello.}`
"""

ID = "text-without-language"
