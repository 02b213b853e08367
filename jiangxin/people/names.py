"""Personal names: kept exactly as on the ID card, sorted by their sound, masked for public lists.

A name is never "corrected": 䶮 stays 䶮, and a compatibility character that Unicode would replace stays too.
"""

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

SORT_KEY_LENGTH = 120  # what the column beside the name holds; the longest names differ long before
# Surnames whose sound as a surname differs from the character's usual one (现代汉语词典, 中国姓氏大辞典).
_SURNAMES = {
    "万俟": "mo4 qi2", "尉迟": "yu4 chi2", "长孙": "zhang3 sun1", "单于": "chan2 yu2", "澹台": "tan2 tai2",
    "令狐": "ling2 hu2", "鲜于": "xian1 yu2", "亓官": "qi2 guan1", "夏侯": "xia4 hou2", "呼延": "hu1 yan2",
    "宰父": "zai3 fu3", "皇甫": "huang2 fu3", "濮阳": "pu2 yang2", "单": "shan4", "曾": "zeng1", "仇": "qiu2",
    "解": "xie4", "查": "zha1", "朴": "piao2", "任": "ren2", "华": "hua4", "区": "ou1", "盖": "ge3", "乐": "yue4",
    "缪": "miao4", "翟": "zhai2", "覃": "qin2", "尉": "wei4", "种": "chong2", "折": "she2", "黑": "he4",
    "员": "yun4", "葛": "ge3", "冼": "xian3", "宓": "mi4", "逄": "pang2", "召": "shao4", "繁": "po2", "秘": "bi4",
    "都": "du1", "哈": "ha3", "那": "na1", "郇": "xun2", "郗": "xi1", "曲": "qu1", "车": "che1", "谌": "chen2",
    "臧": "zang1", "隗": "kui2", "佴": "nai4", "乜": "nie4", "祭": "zhai4", "纪": "ji3", "宁": "ning4",
    "甯": "ning4", "燕": "yan1", "应": "ying1", "过": "guo1", "牟": "mou4", "贲": "ben1", "晁": "chao2",
    "呙": "guo1", "厍": "she4", "於": "yu1", "谷": "gu3", "盛": "sheng4", "石": "shi2", "沈": "shen3",
    "阚": "kan4", "訾": "zi1", "幺": "yao1", "句": "gou1", "强": "qiang2", "占": "zhan1", "钭": "tou3",
    "庹": "tuo3", "笪": "da2", "撒": "sa4", "卜": "bu3", "贾": "jia3", "薄": "bo2", "柏": "bai3", "洗": "xian3",
    "相": "xiang4", "干": "gan1", "便": "pian2", "不": "fou1", "褚": "chu3", "瞿": "qu2", "戴": "dai4",
}  # fmt: skip

_EDGES = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")  # NFC would replace these by other characters
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_IMPOSSIBLE = re.compile(r"[0-9０-９?？\ufffd=+@<>{}|\\\x00-\x1f]")
_HAN = r"[\u2e80-\u2fdf\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
_INNER_BLANKS = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")
_DOTS = "·•・‧⋅.．"


def tidy(name: str) -> str:
    """Return the name without blanks around it and between Chinese characters, composed (NFC), otherwise untouched."""
    bare = re.sub(r"\s+", " ", name.translate(dict.fromkeys(map(ord, _EDGES)))).strip()
    bare = _INNER_BLANKS.sub("", bare)
    parts = _COMPATIBILITY.split(bare)
    return "".join(part if index % 2 else unicodedata.normalize("NFC", part) for index, part in enumerate(parts))


def private_characters(name: str) -> str:
    """Return the private-use characters in a name: no font but their maker's can show them."""
    return "".join(_PRIVATE.findall(name))


def impossible_characters(name: str) -> str:
    """Return the characters that stand in no name: digits, question marks and what a wrong encoding leaves behind."""
    return "".join(_IMPOSSIBLE.findall(name))


@lru_cache(maxsize=50_000)
def sort_key(name: str) -> str:
    """Return the pinyin by which a name is sorted, surname first and read as a surname, tones as digits.

    People of one sound stay in a fixed order, for the characters follow the sound. Stored beside the name, since the
    embedded database sorts by code point.

    >>> sort_key("单雄信")
    'shan4 xiong2 xin4 单雄信'
    """
    bare = tidy(name)
    surname = next((bare[:size] for size in (2, 1) if bare[:size] in _SURNAMES), "")
    rest = "".join(character for character in bare[len(surname) :] if character not in _DOTS)
    syllables = [_SURNAMES[surname]] if surname else []
    syllables += lazy_pinyin(rest, style=Style.TONE3) if rest else []
    return " ".join([*(syllable.lower() for syllable in syllables), bare])[:SORT_KEY_LENGTH]


def masked(name: str) -> str:
    """Return the name as public lists show it: its first character, and a star for each further one, at most three.

    >>> masked("王芳"), masked("阿依古丽·买买提")
    ('王*', '阿***')
    """
    bare = "".join(character for character in tidy(name) if character not in _DOTS)
    return bare[:1] + "*" * min(max(len(bare) - 1, 1), 3) if bare else ""
