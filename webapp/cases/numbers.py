"""Numbers of children, checked by their own check digit, so that no mistyped one finds another child."""

import re

UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # 23, without I, O and S
NHS_NUMBER = re.compile(r"[0-9]{10}")


def is_upn(code: str) -> bool:
    """Is this a unique pupil number, permanent or temporary? (DfE, UPN guide: weights 2 to 13, modulo 23.)"""
    if not UPN.fullmatch(code) or not (code[-1].isdecimal() or code[-1] in UPN_LETTERS):
        return False
    digits = [*map(int, code[1:-1]), int(code[-1]) if code[-1].isdecimal() else UPN_LETTERS.index(code[-1])]
    return UPN_LETTERS[sum(digit * weight for weight, digit in enumerate(digits, 2)) % 23] == code[0]


def is_nhs_number(code: str) -> bool:
    """Is this an NHS number? (NHS data dictionary: weights 10 to 2, modulo 11; a check digit of 10 is never given.)"""
    if not NHS_NUMBER.fullmatch(code):
        return False
    check = 11 - sum(int(digit) * weight for digit, weight in zip(code, range(10, 1, -1), strict=False)) % 11
    return check % 11 == int(code[-1]) and check != 10
