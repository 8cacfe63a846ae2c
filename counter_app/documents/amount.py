"""Amounts in words, as a receipt spells them so that no digit can be put before or between."""

MOST = 10**12
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ((10**6, "triệu"), (10**3, "nghìn"), (1, ""))
_MILLIARD = 10**9


def in_words(vnd: int) -> str:
    """Return a whole amount from 0 to 10^12 in words, without "đồng": một nghìn không trăm linh năm.

    A group of three digits after the first is said with its empty hundreds; an empty group is left out.
    Of the spellings in use: linh (not lẻ), nghìn (not ngàn), tỷ, and after mươi mốt, tư, lăm.
    Raises ValueError outside that range.
    """
    if not 0 <= vnd <= MOST:
        raise ValueError(f"no amount of money: {vnd}")
    if vnd == 0:
        return _DIGITS[0]
    milliards, rest = divmod(vnd, _MILLIARD)
    words = [*_below_milliard(milliards, whole=True), "tỷ"] if milliards else []
    return " ".join([*words, *_below_milliard(rest, whole=not milliards)])


def _below_milliard(number: int, whole: bool) -> list[str]:
    """Say each group of three digits with its unit; `whole` where no larger group was said before."""
    words: list[str] = []
    for size, unit in _GROUPS:
        group = number // size % 1000
        if group:
            words += _hundreds(group, whole and not words)
            words += [unit] if unit else []
    return words


def _hundreds(group: int, first: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    said = [_DIGITS[hundreds], "trăm"] if hundreds or not first else []
    return said + _tens(rest, bool(said))


def _tens(number: int, after_hundreds: bool) -> list[str]:
    tens, unit = divmod(number, 10)
    if tens == 0:
        if unit == 0:
            return []
        return ["linh", _DIGITS[unit]] if after_hundreds else [_DIGITS[unit]]
    words = ["mười"] if tens == 1 else [_DIGITS[tens], "mươi"]
    if unit == 0:
        return words
    changed = {5: "lăm"} if tens == 1 else {1: "mốt", 4: "tư", 5: "lăm"}
    return [*words, changed.get(unit, _DIGITS[unit])]
