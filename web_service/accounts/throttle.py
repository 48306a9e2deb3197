"""How often one address may knock at the front door, whoever it says it is. django-axes slows the guessing at one name;
this slows the guessing at many, and the making of many accounts. Counted in this process's memory.
"""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `most` times in `window_s` seconds from one address."""

    name: str
    most: int
    window_s: int

    def _key(self, request: HttpRequest) -> str:
        return f"throttle:{self.name}:{request.META.get('REMOTE_ADDR', '')}"

    def is_over(self, request: HttpRequest) -> bool:
        """Whether this address has used up its times."""
        return int(cache.get(self._key(request), 0)) >= self.most

    def count(self, request: HttpRequest) -> None:
        """Count one more time for this address."""
        cache.add(self._key(request), 0, self.window_s)
        try:
            cache.incr(self._key(request))
        except ValueError:  # its window ended between the two lines
            cache.set(self._key(request), 1, self.window_s)


FAILED_SIGN_INS = Throttle("failed_sign_ins", most=60, window_s=300)
SIGN_UPS = Throttle("sign_ups", most=60, window_s=3600)
