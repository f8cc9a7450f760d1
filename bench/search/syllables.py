"""Vietnamese syllables: those prose is made of, and the rest by the rules of the spelling."""

import unicodedata
from collections.abc import Iterator

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
_STOPPED = ("\u0301", "\u0323")
"""Tones a syllable ending in c, ch, p or t can carry."""

_INITIALS = "- b c ch d đ g gh gi h k kh l m n ng ngh nh ph qu r s t th tr v x"
_BEFORE_FRONT = frozenset({"k", "gh", "ngh"})
_NOT_BEFORE_FRONT = frozenset({"c", "g", "ng"})
_FINALS = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oan oang oanh oat oay oăn oăng oăt oc oe oen oet oi om on ong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uât uây uc uê ui um un ung uôc uôi uôm uôn uông uôt up ut uy uya uyên uyêt uynh uyt
ư ưa ưc ưi ưng ươc ươi ươm ươn ương ươp ươt ưt ưu y yêm yên yêu
"""
_ONSETS, _RIMES = _INITIALS.split(), _FINALS.split()

_PROSE = """
và của là được có từ với cho các trong một những sản phẩm không người này đến tại vùng theo làm trên đã để nhiều
chất lượng hương vị tự nhiên truyền thống an toàn thực sạch nguồn gốc địa phương đất núi biển rừng sông đồng quê xã
huyện tỉnh thành phố hợp tác công ty cơ sở hộ gia đình nông dân sản xuất chế biến quy trình công nghệ hiện đại
nguyên liệu tươi ngon sấy khô đóng gói bao bì hạn sử dụng bảo quản nơi thoáng mát tiêu chuẩn chứng nhận đạt sao năm
hữu cơ xanh nước lá hoa quả hạt củ cây giống trồng chăm sóc thu hoạch mùa vụ ngày tháng tay nghề làng lâu đời ông bà
thơm đậm đà ngọt thanh bùi béo giòn dẻo cay chua mặn màu vàng đỏ đen trắng bổ dưỡng sức khỏe tốt giàu vitamin khoáng
giúp hỗ trợ giảm tăng cường phù dùng ăn uống pha nấu chiên nướng kèm món quà biếu tặng du khách thị trường trong
ngoài xuất khẩu giá trị kinh tế thương hiệu phát triển bền vững nhất rất cũng như khi nên đều bằng vào ra lên qua
sau trước hơn mỗi cả chỉ còn do về thì mà hay hoặc nếu vì cùng luôn mới lớn nhỏ cao hai ba bốn nghìn triệu kg gam
hũ chai hộp túi lít đặc trưng riêng biệt nổi tiếng khắp nước nhà yêu thích lựa chọn tin tưởng khách hàng
"""
COMMON = list(dict.fromkeys(_PROSE.split()))
"""Words the prose of such a catalogue is full of, the commonest first."""


def spelled() -> Iterator[str]:
    """Every syllable the spelling allows, tone by tone; far more than the language uses."""
    for onset in _ONSETS:
        for rime in _RIMES:
            if _fits(onset, rime):
                start = "" if onset == "-" else onset
                tones = _STOPPED if rime.endswith(("c", "ch", "p", "t")) else TONES
                yield from (toned(start, rime, tone) for tone in tones)


def toned(onset: str, rime: str, tone: str) -> str:
    """The syllable with its tone over the vowel that carries it."""
    at = _carrier(rime)
    return onset + unicodedata.normalize("NFC", rime[: at + 1] + tone + rime[at + 1 :])


def _fits(onset: str, rime: str) -> bool:
    front = rime[0] in "eêiy"
    if onset in _BEFORE_FRONT:
        return front
    if onset in {"qu", "gi"}:
        return rime[0] not in ("uưoô" if onset == "qu" else "iy")
    return not (front and onset in _NOT_BEFORE_FRONT) and not (rime[0] == "y" and onset != "-")


def _carrier(rime: str) -> int:
    """Which letter of a rime carries the tone: a shaped vowel, else the last before a consonant, else the first."""
    shaped = [n for n, letter in enumerate(rime) if letter in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    vowels = [n for n, letter in enumerate(rime) if letter in "aeiouy"]
    if len(vowels) < len(rime) or rime in {"oa", "oe", "uy"}:
        return vowels[-1]
    return vowels[(len(vowels) - 1) // 2]
