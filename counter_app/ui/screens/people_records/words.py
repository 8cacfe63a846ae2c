"""Sentences of the part Hồ sơ cán bộ."""

from collections.abc import Iterator, Mapping

from counter_app.domain.dossier import local_day
from counter_app.domain.staff_events import AbsenceReason
from counter_app.services.staff_records import MonthRecord, StoodIn
from counter_app.texts import _, audit, formats, staff_facts


def title(month: str) -> str:
    """Name the sheet of YYYY-MM."""
    return _("Phiếu theo dõi công tác tháng {month}").format(month=month_of(month))


def month_of(month: str) -> str:
    """Write YYYY-MM as 11/2026."""
    return f"{month[5:7]}/{month[:4]}"


def figures(record: MonthRecord) -> Iterator[tuple[str, str, str]]:
    """Yield (what, how many, tone) of the dossiers received in the month."""
    kept = record.kept
    yield _("Đã tiếp nhận"), str(record.received), ""
    yield _("Đúng hạn, trước hạn"), str(record.in_time), ""
    late = _("{count}, đã giải trình {explained}").format(count=record.missed, explained=record.explained)
    yield _("Quá hạn"), late if record.missed else "0", "late" if record.missed else ""
    yield _("Đang giải quyết, còn hạn"), str(kept.running), ""
    yield _("Kết thúc không có kết quả"), str(kept.ended), ""


def absences(record: MonthRecord) -> Iterator[tuple[str, str, str]]:
    """Yield (reason, how often and how long, tone) of the absences."""
    for reason in (*AbsenceReason, None):
        found = [one for one in record.absences if one.reason is reason]
        if found:
            length = formats.duration(sum(one.worked for one in found))
            said = _("{count} lần, {length} làm việc").format(count=len(found), length=length)
            why = _(staff_facts.REASONS[reason]) if reason else staff_facts.unknown_reason()
            yield why, said, ""


def substitutions(record: MonthRecord, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each time somebody stood in."""
    for one in record.given:
        yield _("Thay {name}, {where}").format(name=names.get(one.other, one.other), where=_where(one))
    for one in record.taken:
        yield _("{name} thay, {where}").format(name=names.get(one.other, one.other), where=_where(one))


def noted(record: MonthRecord, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each thing on record, with its ground, the newest first."""
    for event, fact in reversed(record.noted):
        day = formats.numbers(local_day(event.happened_at // 60_000))
        elsewhere = staff_facts.elsewhere() if event.event_id in record.lacking else ""
        parts = (day, staff_facts.line(fact, names), elsewhere, audit.ground(fact))
        yield " · ".join(part for part in parts if part)


def _where(one: StoodIn) -> str:
    day = formats.short_day(local_day(one.spans[0].begin))
    said = f"{one.counter} · {day} · {formats.duration(one.minutes)}"
    return f"{said} · {_('chờ xác nhận')}" if one.unconfirmed else said
