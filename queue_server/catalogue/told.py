"""A plan and a refusal in words, for the command line: one thing to a line, in the language of the words given."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from queue_server.catalogue.found import CatalogueRefused, Place, Problem
from queue_server.catalogue.plan import Change, Named, Plan, Sort, WindowSpec

MOST_LINES = 200  # of each kind of news; a first import would otherwise fill screens

Words = Mapping[str, str]  # the room `catalogue`: config/words/catalogue.<language>.json


def as_text(plan: Plan, words: Words) -> str:
    """The plan for people: what is added, changed and archived, and how much stays; ends without a line break."""
    lines = [
        *_part("added", [_named(one, words) for one in plan.added], words),
        *_part("changed", [_change(one, words) for one in plan.changed], words),
        *_part("archived", [_named(one, words) for one in plan.archived], words),
    ]
    if plan.is_empty:
        lines.append(words["catalogue.plan.empty"])
    if plan.unchanged:
        lines.append(words["catalogue.plan.unchanged"].format(counts=_counts(plan.unchanged, words)))
    return "\n".join(lines)


def refusal_as_text(refused: CatalogueRefused, words: Words) -> str:
    """Every problem with its place, field and reason; nothing was taken over."""
    lines = [words["catalogue.refused"], *(f"  {_problem(problem, words)}" for problem in refused.problems)]
    if refused.more:
        lines.append(f"  {words['catalogue.refused.more'].format(count=len(refused.problems))}")
    return "\n".join(lines)


def _part(name: str, lines: Sequence[str], words: Words) -> Iterator[str]:
    if not lines:
        return
    yield words[f"catalogue.plan.{name}"].format(count=len(lines))
    yield from (f"  {line}" for line in lines[:MOST_LINES])
    if len(lines) > MOST_LINES:
        yield f"  {words['catalogue.plan.more'].format(count=len(lines) - MOST_LINES)}"


def _named(one: Named, words: Words) -> str:
    name = "" if one.name == one.code else f" · {one.name}"
    return f"{words[f'catalogue.sort.{one.sort}']} {one.code}{name}"


def _change(change: Change, words: Words) -> str:
    return words["catalogue.plan.change"].format(
        subject=_named(change.subject, words),
        field=words.get(f"catalogue.field.{change.field}", change.field),
        before=_value(change.before, words),
        after=_value(change.after, words),
    )


def _counts(counts: Mapping[Sort, int], words: Words) -> str:
    return ", ".join(f"{counts[sort]} {words[f'catalogue.sort.{sort}']}" for sort in Sort if counts.get(sort))


def _value(value: object, words: Words) -> str:
    match value:
        case None | () | "":
            return words["catalogue.value.none"]
        case bool():
            return words["catalogue.value.yes" if value else "catalogue.value.no"]
        case WindowSpec():
            return f"{value.opens:%H.%M}–{value.closes:%H.%M}"
        case date():
            return value.isoformat()
        case tuple():
            return _list(value, words)
    return f"“{value}”" if isinstance(value, str) else str(value)


def _list(values: tuple[object, ...], words: Words) -> str:
    if all(isinstance(value, tuple) for value in values):
        days = words["catalogue.days"].split()
        return "; ".join(f"{day} {_value(value, words)}" for day, value in zip(days, values, strict=False))
    return ", ".join(value if isinstance(value, str) else _value(value, words) for value in values)


def _problem(problem: Problem, words: Words) -> str:
    reason = words[f"catalogue.problem.{problem.reason}"]
    shown = {"place": _place(problem.place, words), "field": problem.field or "–", "reason": reason}
    key = f"catalogue.refused.line{'_got' if problem.got else ''}{'_wanted' if problem.wanted else ''}"
    return words[key].format(**shown, got=problem.got, wanted=problem.wanted)


def _place(place: Place, words: Words) -> str:
    if place.line is not None:
        return words["catalogue.place.line"].format(line=place.line)
    return words["catalogue.place.cell"].format(cell=place.cell) if place.cell else words["catalogue.place.file"]
