"""Makes the list of words the search never takes for slips, from the frequencies of wordfreq.

The package is 58 MB and stays out of the site: `foundation/search/data/README.md` tells how it is asked.
"""

import re
import sys
from collections.abc import Iterable, Iterator

from foundation.i18n.text import sort_key
from foundation.search.analysis import plain
from foundation.search.known import NOTE, PATH, split_tone

VIETNAMESE, ENGLISH = "vi", "en"
_SYLLABLE = re.compile(r"(b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|p|ph|qu|r|s|th?|tr|v|x)?[aeiouy]+(ch?|m|ng?|nh|p|t)?")
_COMMON = {2: 5.0, 3: 4.0, 4: 3.2}
_ANY = 3.0
"""How common an English word has to be (Zipf): the shorter, the more, for a slip in a syllable easily makes it."""
_ALSO = """
acerola actiso agar agarwood aloe anise arabica artichoke atiso basa bớp brocade cacao cardamom cari cashew
chlorella choại cordyceps culi curcumin cửi dáu dệu dớn duông duồng durian đăk đắk đọt đrắk đuông eco excelsa
farmstay fda flax gàu gièng giếc ginseng glei globalgap gmp goji goong granola guava guột haccp hibiscus homestay
hrê huầy huổi húp iso jackfruit kbang kefir keto kg khén khoằm khọt khuổi khuyếc kimchi klông kombucha krông
lacquer lazada lắk liberica longan loòng lợt lứt lychee macadamia macca matcha miso mnông moka moringa muỗm nhùi
nia noni nơm nục oat oolong papaya patê pắc păh păk pất phiêng phìng pía piêu pỉnh pleiku plông pỏm pomelo prông
pùng púng raglai rambutan rattan riêu robusta sachi sắng séng sênh shallot shopee siro sli soba socola sôcôla sơri
spirulina stevia taro tép tét thờn thum thủm tiktok tíu toòng tuk turmeric udon uốp vầu vẹm vền vietgap vn vọp vược
wasabi whey xoong xtiêng yaourt zalo zèng
"""
"""Words of food, crafts, peoples and trade that the frequencies lack, in every tone, or that are too rare there."""
_NOTE = f"""{NOTE} Words that are never taken for slips: syllables of Vietnamese without tones, common words of English.
{NOTE} Made from the frequency lists of wordfreq 3.1.1 by Robyn Speer (https://doi.org/10.5281/zenodo.7199437), cut
{NOTE} and stripped of tones; under CC BY-SA 4.0, as those lists are. README.md beside this file names their sources.
"""


def known(lines: Iterable[str]) -> Iterator[str]:
    """The words of a list of frequencies: language, word and Zipf frequency in each line."""
    yield from (split_tone(word)[0] for word in _ALSO.split())
    for line in lines:
        language, word, frequency = line.rstrip("\n").split("\t")
        if language == VIETNAMESE and _SYLLABLE.fullmatch(plain(word)):
            yield split_tone(word)[0]
        elif language == ENGLISH and re.fullmatch("[a-z]{2,}", word) and float(frequency) >= _needed(word):
            yield word


def _needed(word: str) -> float:
    return _COMMON.get(len(word), _ANY)


if __name__ == "__main__":
    PATH.write_text(_NOTE + "\n".join(sorted(set(known(sys.stdin)), key=sort_key)) + "\n", encoding="utf-8")
