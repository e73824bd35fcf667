"""The random numbers of an episode's start, so that a seed names the same start in both simulators.

Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"),
keyed by the seed; the counter holds the block's index and, in its last word, the purpose in bits 24
to 31.
"""

EPISODE_START = 3
START_HEADING = 17
MASK = 0xFFFFFFFF


def philox(counter: list[int], key: list[int]) -> list[int]:
    """The four words that belong to one counter under one key."""
    c, k = list(counter), list(key)
    for _ in range(10):
        p, q = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(q >> 32) ^ c[1] ^ k[0], q & MASK, (p >> 32) ^ c[3] ^ k[1], p & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


class RandomStream:
    """Uniform numbers, two words each: 27 high bits and 26 low ones."""

    def __init__(self, seed: int, purpose: int = EPISODE_START):
        self.key = [seed & MASK, seed >> 32]
        self.purpose = purpose
        self.block = 0
        self.words: list[int] = []

    def word(self) -> int:
        if not self.words:
            self.words = philox([self.block, 0, 0, self.purpose << 24], self.key)
            self.block += 1
        return self.words.pop(0)

    def uniform(self, low: float, high: float) -> float:
        u = ((self.word() >> 5) << 26 | self.word() >> 6) * 2.0**-53
        return min(low * (1 - u) + high * u, high)
