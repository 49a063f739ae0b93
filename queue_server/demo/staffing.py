"""Which counters are staffed on a demonstration day, and how much comes to them. Pure."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from queue_server.catalogue.plan import CatalogueFile, ServiceSpec

BETWEEN_PEOPLE = 1.2  # minutes from one person's leaving to the next one's sitting down
LINES_FIRST = 0.7  # this share of the officers opens as many lines, the others strengthen the longest


@dataclass(frozen=True, slots=True)
class Offer:
    """One service somebody may come for: its part of the whole mall's demand, and the line it waits in."""

    service: ServiceSpec
    agency: str
    share: float

    @property
    def line(self) -> str:
        return self.service.line


def offers(catalogue: CatalogueFile) -> tuple[Offer, ...]:
    """Every service with its part of the demand; shares of a mall add up to 1."""
    found = []
    for agency in catalogue.agencies:
        total = sum(service.demand_share or 0 for service in agency.services)
        for service in agency.services:
            part = (service.demand_share or 0) / total if total else 1 / len(agency.services)
            found.append(Offer(service, agency.code, agency.demand_share * part))
    whole = sum(offer.share for offer in found) or 1.0
    return tuple(Offer(offer.service, offer.agency, offer.share / whole) for offer in found)


def loads(offered: Collection[Offer]) -> dict[str, float]:
    """Minutes of an officer's work that one visitor of the mall brings to each line."""
    found: defaultdict[str, float] = defaultdict(float)
    for offer in offered:
        found[offer.line] += offer.share * (offer.service.target_minutes + BETWEEN_PEOPLE)
    return dict(found)


def staffed(catalogue: CatalogueFile, counters: Collection[str], officers: int) -> tuple[str, ...]:
    """The counters to open, at most `officers` of those given: the wanted lines first, then the longest."""
    free: dict[str, list[str]] = {}
    for agency in catalogue.agencies:
        for counter in agency.counters:
            if counter.code in counters:
                free.setdefault(counter.lines[0], []).append(counter.code)
    load = {line: minutes for line, minutes in loads(offers(catalogue)).items() if line in free}
    by_load = sorted(load, key=lambda line: (-load[line], line))
    chosen = by_load[: max(1, round(officers * LINES_FIRST))]
    taken: Counter[str] = Counter(chosen)
    while taken.total() < min(officers, sum(len(free[line]) for line in load)):
        open_still = [line for line in by_load if taken[line] < len(free[line])]
        taken[max(open_still, key=lambda line: load[line] / (taken[line] + 1))] += 1
    return tuple(code for line, count in sorted(taken.items()) for code in free[line][:count])


def counters_of_lines(catalogue: CatalogueFile, opened: Collection[str]) -> dict[str, int]:
    """How many opened counters have each line as one of their own."""
    found: Counter[str] = Counter()
    for agency in catalogue.agencies:
        for counter in agency.counters:
            if counter.code in opened:
                found.update(counter.lines)
    return dict(found)


def arrivals_per_minute(offered: Collection[Offer], counters: Mapping[str, int], *, busy: float) -> float:
    """Visitors a minute, in the mall's time, that keep the opened counters at work for `busy` of their time."""
    wanted = [offer for offer in offered if counters.get(offer.line)]
    share = sum(offer.share for offer in wanted)
    work = sum(loads(wanted).values())
    return busy * sum(counters.values()) * share / work if work else 0.0
