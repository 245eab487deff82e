# SPDX-License-Identifier: Apache-2.0
"""Arithmetic that gives the same bits everywhere.

IEEE 754 fixes the result of + - * / and sqrt, but not of exp and log, which differ between C libraries, nor does Python fix
what random.shuffle draws or, from version to version, how sum() adds floats. What training needs of these is written out here.
"""

import array
import math

LN2_HIGH = 0.6931471803691238  # the leading bits of ln 2, so that k * LN2_HIGH is exact for the k that occur
LN2_LOW = 1.9082149292705877e-10


def exp(x):
    """e**x to about 11 digits."""
    k = math.floor(x * 1.4426950408889634 + 0.5)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    even = r * r
    # The Taylor series to r**9, as two Horner schemes.
    cosh = 1.0 + even * (1 / 2 + even * (1 / 24 + even * (1 / 720 + even * (1 / 40320))))
    sinh = r * (1.0 + even * (1 / 6 + even * (1 / 120 + even * (1 / 5040 + even * (1 / 362880)))))
    return math.ldexp(cosh + sinh, k)


def log2(x):
    """The binary logarithm of x > 0, to about 15 digits."""
    mantissa, exponent = math.frexp(x)
    if mantissa < 0.7071067811865476:
        mantissa, exponent = mantissa * 2.0, exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    series = 0.0
    for n in (21.0, 19.0, 17.0, 15.0, 13.0, 11.0, 9.0, 7.0, 5.0, 3.0, 1.0):
        series = series * s * s + 1.0 / n
    return exponent + 2.0 * s * series * 1.4426950408889634


def round_to_float32(values):
    """The values as a safetensors file can hold them."""
    return array.array("f", values).tolist()


class Random:
    """SplitMix64: a counter, stirred. Public domain, and ten lines in any language."""

    def __init__(self, seed):
        self.state = seed

    def next(self):
        mask = 0xFFFFFFFFFFFFFFFF
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return z ^ (z >> 31)

    def below(self, n):
        """An integer in [0, n)."""
        return (self.next() * n) >> 64

    def uniform(self):
        """A float in [0, 1)."""
        return (self.next() >> 11) / 9007199254740992.0

    def shuffled(self, items):
        items = list(items)
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items
