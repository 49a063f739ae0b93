"""How often somebody may knock, by the `limits` library: in memory for one process, in Redis for several."""

from limits import parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from queue_server.domain.refusals import RateLimited
from queue_server.settings import Settings


class Limiter:
    """Counts knocks. Off only where the environment says so, for load tests."""

    def __init__(self, settings: Settings) -> None:
        storage = storage_from_string(settings.redis_url or "memory://")
        self._counting = MovingWindowRateLimiter(storage)
        self._is_on = settings.rate_limits

    def hit(self, limit: str, *who: str) -> None:
        """One knock by `who` against a limit ("20 per minute"). Refuses RateLimited with `again_after` seconds."""
        if not self._is_on:
            return
        rule = parse(limit)
        if not self._counting.hit(rule, *who):
            raise RateLimited(again_after=rule.get_expiry())
