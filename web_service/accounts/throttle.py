"""How often one address may knock at the front door, whoever it says it is. django-axes slows the guessing at one name;
this slows the guessing at many, and the making of many accounts.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from web_service.accounts import counts


@dataclass(frozen=True, slots=True)
class Throttle:
    """At most `most` times in `window_s` seconds from one address."""

    name: str
    most: int
    window_s: int

    def _key(self, request: HttpRequest) -> str:
        return f"{self.name}:{request.META.get('REMOTE_ADDR', '')}"

    def is_over(self, request: HttpRequest) -> bool:
        """Whether this address has used up its times."""
        return counts.counted(self._key(request)) >= self.most

    def count(self, request: HttpRequest) -> None:
        """Count one more time for this address."""
        counts.count(self._key(request), self.window_s)


FAILED_SIGN_INS = Throttle("failed_sign_ins", most=60, window_s=300)
SIGN_UPS = Throttle("sign_ups", most=60, window_s=3600)
