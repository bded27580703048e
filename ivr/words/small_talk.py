"""What callers say around the thing they choose, what refuses it, and how they name the keys of a telephone.

English, Cantonese and Putonghua stand together, as people here mix them. `COURTESY` may stand round the bare name of
a key, where any other word means that it was no key ("one moment"); `ASKING` only round words of the menu itself.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from ivr.words.hearing import SpokenWords, words_of

LANGUAGES = ("yue", "cmn", "en")
"""The languages whose small talk is known; in any other one a caller says a choice and nothing else."""

ARTICLES = frozenset(("a", "an", "the", "of", "for", "my", "your", "our", "their"))
"""Words that make no difference inside a choice."""

BEFORE_KEYS: Mapping[str, tuple[str, ...]] = {
    "de": ("die", "der", "das"),
    "en": ("a", "an", "the"),
    "es": ("el", "la", "un", "una"),
    "fr": ("le", "la", "un", "une"),
    "it": ("il", "lo", "la", "un", "una"),
    "nl": ("de", "het", "een"),
    "pt": ("o", "a", "um", "uma"),
}
"""The articles that may stand before what a key is called, by language; those of English in all others."""

COURTESY = """
please|thanks|thank you|cheers|hello|hi|hey|good morning|good afternoon|good evening|excuse me|sorry
ok|okay|yes|yeah|um|uh|er|erm|hmm|ah|oh|well|so|i want|i want to|i'd like|i'd like to|i would like
i would like to|i'll take|i'll have|i choose|i said|can i|could i|may i|can you|could you|let me|let us|press
press the|hit|hit the|dial|push|key|button|number|the number|option|choice|digit|select|choose|pick|enter|go for|go with
i need|give me|get me|put me through to|connect me to|connect me with|transfer me to|speak to|speak with
talk to|talk with
請|請按|按|撳|㩒|揀|選|選擇|號|字|鍵|掣|數字|按鍵|我要|我想|我想要|我揀|我選|我按|選項|麻煩|麻煩你|唔該|唔該晒|唔該你
謝謝|多謝|多謝晒|喂|你好|您好|早晨|早上好|嗯|呃|誒|呀|啊|啦|喇|吧|㗎|啩|哦|噢|唔好意思|不好意思|對唔住|對不起|抱歉
可唔可以|可不可以|可以|能不能|幫我|畀我|俾我|給我|轉|接|轉接|轉去|轉到|搵|找
"""
ASKING = """
i|i'd|i'm|i've|we|we'd|we're|me|us|you|it|it's|is|are|was|am|do|does|have|has|can|could|would|will|may|be|been|this
that|there|here|to|about|on|in|at|with|and|or|want|wanted|wanna|like|need|needed|know|ask|asking|find|out|get|got|give
tell|hear|see|look|looking|up|check|learn|calling|ringing|phoning|enquire|enquiring|inquire|inquiring|enquiry|enquiries
regarding|concerning|information|info|details|question|query|some|any|what|what's|how|how much|when|where|which|who|why
just|really|actually|maybe|now|today|help|make|report|thing|things|one about
i want one|i'd like one|i would like one|i need one|give me one|get me one|can i have one|i'll have one
much|right|sure|go to|go|go on to|take me to|section|department|menu
我|你|您|想|要|問|查|係|是|嘅|的|好|好的|係呀|係啊|是的|呢|嗎|吖|嘛|囉|喎|下|先|想問|想問下|問下|問一下|請問|想請問|我問
想知|想知道|知道|查下|查一下|查詢|查詢下|查詢一下|查看|查問|了解|了解下|了解一下|有關|關於|關於我|對於|我哋|我們|你哋|你們|您們|了|咗
幫我查|幫我查下|幫我轉|話我知|告訴我|能否|可否|幾多|多少|幾錢|幾多錢
多少錢|係幾多|係幾多錢|是多少|是多少錢|點樣|點|點解|為什麼|為甚麼|為何|怎樣|怎麼|怎麼樣|幾時|幾點|什麼|什麼時候|甚麼|乜嘢|咩|邊度|哪裏|哪裡
哪兒|呢個|這個|嗰個|那個|方面|方面嘅|資料|信息|事宜|問題|嘅問題|的問題|嘅嘢|我想查|我要查|我想查詢|我要查詢|要查|想查
想查詢|要查詢|講|說|聽|我想聽|我想講|辦理|我去|去|由|從|到|個|一個|啲|一啲|些|一些|提|有冇|有沒有|係唔係|是不是|係咪|要唔要|要不要|知唔知
而家|現在|依家|我有|想要|打嚟|打來|咨詢|諮詢|諮詢下|咨詢一下|諮詢一下|一下|提出|索取|想搵
"""
REFUSING = """
no|not|never|none|nothing|neither|nor|without|except|instead|rather|cannot|other than|apart from|anything but|don't
dont|do not|didn't|didnt|doesn't|doesnt|won't|wont|can't|cant|isn't|isnt|aren't|arent|wasn't|wasnt|haven't|havent
hasn't|hasnt|wouldn't|wouldnt|shouldn't|shouldnt|couldn't|couldnt|ain't|aint|nope|nah
唔|不|冇|無|沒|別|未|非|勿|莫|咪|毋|甭|否|除咗|除了
"""
KEYS: Mapping[str, str] = {
    "0": "0|zero|nought|零|〇|零號|零号",
    "1": "1|one|一|幺|壹",
    "2": "2|two|二|兩|两|貳|贰",
    "3": "3|three|三|叁",
    "4": "4|four|四|肆",
    "5": "5|five|五|伍",
    "6": "6|six|六|陸|陆",
    "7": "7|seven|七|柒",
    "8": "8|eight|八|捌",
    "9": "9|nine|九|玖",
    "star": "*|star|the star|asterisk|star key|the star key"
    "|星|星號|星号|星字|星號鍵|星号键|星字鍵|星字键|米字|米字鍵|米字键",
    "hash": "#|hash|the hash|hash key|the hash key|pound|pound key|pound sign"
    "|井|井號|井号|井字|井號鍵|井号键|井字鍵|井字键",
}
"""What each key is called, by its name in a menu, in either script: callers say it, and texts of a menu do."""


def listed(text: str) -> Iterator[SpokenWords]:
    """The things listed in a text of ours, one after another."""
    yield from (words_of(each) for line in text.split("\n") for each in line.split("|") if each.strip())


@cache
def courtesy() -> frozenset[SpokenWords]:
    """What may stand round the bare name of a key."""
    return frozenset(listed(COURTESY))


@cache
def asking() -> frozenset[SpokenWords]:
    """What may stand round words of the menu."""
    return courtesy() | frozenset(listed(ASKING)) | {(word,) for word in ARTICLES}


@cache
def refusing() -> frozenset[SpokenWords]:
    """What refuses."""
    return frozenset(listed(REFUSING))


@cache
def names_of_keys() -> Mapping[str, frozenset[SpokenWords]]:
    """What callers call each key."""
    return {key: frozenset(listed(names)) for key, names in KEYS.items()}
