"""Vectors in four bits a number: half the size of bytes, and texts, being sums, hardly feel it.

Each row is its length times numbers that are near to normally distributed; these become the nearest of Max's sixteen
levels for a normal distribution (Max 1960, "Quantizing for minimum distortion", table I).
"""

import numpy as np
import numpy.typing as npt

_HALF = (0.1284, 0.3881, 0.6568, 0.9424, 1.2562, 1.6181, 2.0690, 2.7326)
LEVELS = np.array([*(-level for level in reversed(_HALF)), *_HALF], np.float32)
_STEP = float(LEVELS[-1]) / 127
"""As bytes in memory, for speed: the levels, rounded to this."""

Codes = npt.NDArray[np.uint8]


def pack(vectors: npt.NDArray[np.float32]) -> tuple[Codes, npt.NDArray[np.float16]]:
    """Return (n, dim / 2) codes, two numbers a byte, and (n,) scales of (n, dim) vectors; `dim` must be even."""
    scales = np.sqrt((vectors**2).mean(axis=1))
    borders = (LEVELS[1:] + LEVELS[:-1]) / 2
    codes = np.searchsorted(borders, vectors / np.maximum(scales, 1e-9)[:, None]).astype(np.uint8)
    return codes[:, ::2] << 4 | codes[:, 1::2], scales.astype(np.float16)


def unpack(codes: Codes, scales: npt.NDArray[np.float16]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return (n, dim) int8 rows and (n,) scales: a vector is its row times its scale."""
    levels = np.rint(LEVELS / _STEP).astype(np.int8)
    # Both numbers of each possible byte as one item: looked up one by one they take five times as long.
    both = np.stack([np.repeat(levels, 16), np.tile(levels, 16)], axis=1).view(np.int16).ravel()
    return both[codes].view(np.int8), scales.astype(np.float32) * _STEP
