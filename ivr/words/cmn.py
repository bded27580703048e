"""How things are said in Putonghua: 元, 角 and 分, 点 and 分, 两 for two of anything.

In a row of digits one is 幺: yī and qī are too alike on a telephone.
"""

from ivr.words.chinese import ChineseWording, chinese_tongue

PUTONGHUA = chinese_tongue(
    ChineseWording(
        rules="zh",
        ruleset="spellout-cardinal-alternate2",
        respell={},
        two="两",
        one="幺",
        minus="负",
        point="点",
        ten_thousand="万",
        hundred_million="亿",
        coins=("元", "角", "分"),
        locale="zh",
        parts_of_day=((0, "凌晨"), (6, "上午"), (12, "中午"), (13, "下午"), (18, "晚上")),
        midnight="午夜十二点整",
        day_start="凌晨零点整",
        tonight="今晚十二点整",
        first_hour="零",
        hour="点",
        sharp="整",
        hours="小时",
        minutes="分钟",
        local_time="时间",
        country_code="国家或地区代码",
        keys={"star": "星号", "hash": "井号"},
    )
)
