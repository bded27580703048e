"""How things are said in Cantonese on a Hong Kong hotline: 元, 毫 and 仙, 時 and 分, 兩 for two of anything.

The register is that of a government hotline: courteous speech, so 元 rather than 蚊, but 毫 and 仙 as everybody says
them, never the written 角 and 分.
"""

from ivr.words.chinese import ChineseWording, chinese_tongue

CANTONESE = chinese_tongue(
    ChineseWording(
        rules="yue",
        ruleset="spellout-numbering",  # the rules for cardinals say 廿一 for 二十一
        respell={"二千": "兩千", "二萬": "兩萬", "二億": "兩億"},  # but 二百, as people say it
        two="兩",
        one="一",
        minus="負",
        point="點",
        ten_thousand="萬",
        hundred_million="億",
        coins=("元", "毫", "仙"),
        locale="zh_Hant_HK",
        parts_of_day=((0, "凌晨"), (6, "上午"), (12, "中午"), (13, "下午"), (18, "晚上")),
        midnight="午夜十二時正",
        day_start="凌晨零時正",
        tonight="今晚十二時正",
        first_hour="十二",
        hour="時",
        sharp="正",
        hours="小時",
        minutes="分鐘",
        local_time="時間",
        country_code="國家或地區號碼",
        keys={"star": "星號", "hash": "井號"},
    )
)
