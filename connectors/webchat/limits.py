"""How much one browser, or one address, may ask for."""

from collections import deque

from support.errors import TooFast


class Limit:
    """At most `most` in `seconds` for each key; forgets keys that fell silent. `refusal` says so to people."""

    def __init__(self, most: int, seconds: float, refusal: str) -> None:
        self._most = most
        self._seconds = seconds
        self._refusal = refusal
        self._taken: dict[str, deque[float]] = {}

    def take(self, key: str, at: float) -> None:
        """Count one at `at` (seconds of a monotonic clock). Raises: TooFast."""
        if len(self._taken) > 10_000:
            self._taken = {key: times for key, times in self._taken.items() if times[-1] > at - self._seconds}
        times = self._taken.setdefault(key, deque(maxlen=self._most))
        if len(times) == self._most and times[0] > at - self._seconds:
            raise TooFast(self._refusal, seconds=times[0] + self._seconds - at)
        times.append(at)
