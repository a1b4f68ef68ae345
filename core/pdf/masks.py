"""The best of the eight masks of a QR code (ISO/IEC 18004, 7.8.3), weighed with whole-matrix integers.

Choosing the mask is most of the work of making a code. What a mask changes does not depend on the text, so
the changes are learnt once per size of code; the penalties are then counted on one long integer.
"""

import functools
from collections.abc import Sequence
from typing import Any

MASKS = range(8)
DIGITS = bytes.maketrans(b"\x00\x01", b"01")
FINDERS = (0b10111010000, 0b00001011101)


def masked(text: str, mask: int) -> Any:
    """The code of the text at level M under a given mask."""
    import segno

    return segno.make(text, error="m", micro=False, boost_error=False, mask=mask)


def best_masked(matrix: Sequence[bytes], text: str) -> list[bytes]:
    """The matrix, made under mask 0, under the mask with the lowest penalty."""
    size = len(matrix)
    plain = as_integer(matrix)
    turned = as_integer([bytes(column) for column in zip(*matrix, strict=True)])
    changes = _changes(size, text)
    weighed = [penalty(plain ^ change, turned ^ change_turned, size) for change, change_turned in changes]
    best = plain ^ changes[weighed.index(min(weighed))][0]
    digits = f"{best:0{size * size}b}".encode().translate(bytes.maketrans(b"01", b"\x00\x01"))
    return [digits[begin : begin + size] for begin in range(0, size * size, size)]


_known: dict[int, list[tuple[int, int]]] = {}


def _changes(size: int, text: str) -> list[tuple[int, int]]:
    """What each mask changes against mask 0 in a code of this size, upright and turned."""
    if size not in _known:
        matrices = [masked(text, mask).matrix for mask in MASKS]
        upright = [as_integer(matrix) for matrix in matrices]
        turned = [as_integer([bytes(column) for column in zip(*matrix, strict=True)]) for matrix in matrices]
        _known[size] = [(upright[mask] ^ upright[0], turned[mask] ^ turned[0]) for mask in MASKS]
    return _known[size]


def as_integer(rows: Sequence[bytes]) -> int:
    """The matrix as one number, row after row, a dark module being a one."""
    return int(b"".join(rows).translate(DIGITS), 2)


@functools.cache
def _columns(size: int, reach: int) -> int:
    """All places of the matrix from which a pattern of that many modules stays within its row."""
    row = (1 << (size - reach + 1)) - 1
    return sum(row << (size * place) for place in range(size))


def penalty(plain: int, turned: int, size: int) -> int:
    """The penalty points of one matrix, given upright and turned."""
    score = 0
    for matrix in (plain, turned):
        score += _runs(matrix, size) + _finders(matrix, size)
    return score + _blocks(plain, size) + _balance(plain, size)


def _runs(matrix: int, size: int) -> int:
    """Five or more neighbours of one colour: three points and one for each further module."""
    same = ~(matrix ^ (matrix >> 1)) & _columns(size, 2)
    fives = same & same >> 1 & same >> 2 & same >> 3
    return fives.bit_count() + 2 * (fives & ~(fives >> 1)).bit_count()


def _blocks(matrix: int, size: int) -> int:
    """Squares of two by two in one colour: three points each."""
    same = ~(matrix ^ (matrix >> 1)) & _columns(size, 2)
    below = ~(matrix ^ (matrix >> size)) & ((1 << (size * (size - 1))) - 1)
    return 3 * (same & same >> size & below).bit_count()


def _finders(matrix: int, size: int) -> int:
    """What looks like a finder pattern: forty points each."""
    shifted = [matrix >> place for place in range(11)]
    total = 0
    for pattern in FINDERS:
        places = _columns(size, 11)
        for place in range(11):
            places &= shifted[place] if pattern >> place & 1 else ~shifted[place]
        total += places.bit_count()
    return 40 * total


def _balance(matrix: int, size: int) -> int:
    """Ten points for every five per cent away from half dark."""
    return abs(matrix.bit_count() * 20 - size * size * 10) // (size * size) * 10
