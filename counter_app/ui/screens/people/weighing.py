"""What an approver weighs before his yes or no, in words. No widgets."""

from counter_app.domain.staff import notes
from counter_app.domain.staff.availability import days_of
from counter_app.domain.staff.coverage import reserve
from counter_app.domain.staff.fields import trained_for
from counter_app.domain.staff.ranking import field_of
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.texts import _
from counter_app.ui.screens.people import words


def facts(request: Request, roster: Roster) -> tuple[tuple[str, str, str], ...]:
    """Return (caption, words, token): why somebody is away, if the reader may know, who asked, what the
    substitute can and has.
    """
    asked = request.asked
    field = field_of(roster, asked.absent, asked.counter, days_of(asked.spans)[0])
    trained = trained_for(roster.person(asked.substitute), field)
    away = next((one for one in roster.absences if one.absence == asked.absence), None)
    held = [roster.dossiers.get(one, 0) for one in (asked.absent, asked.substitute)]
    told = (
        (_("Lý do vắng"), words.why_away(away) if away is not None else "", ""),
        (_("Người nhờ"), words.name_of(roster.people, request.asked_by), ""),
        (
            _("Chuyên môn"),
            _("đúng lĩnh vực {field}").format(field=field)
            if trained
            else _("khác lĩnh vực {field}").format(field=field),
            "ok" if trained else "warn",
        ),
        (
            _("Hồ sơ giữ"),
            _("người vắng {absent} · người thay {own}").format(absent=held[0], own=held[1]),
            "",
        ),
    )
    return tuple(one for one in told if one[1])


def remarks(request: Request, roster: Roster) -> str:
    """Say what is critical about the time, and that the substitute is the last reserve of a day."""
    asked = request.asked
    codes = notes.critical(roster, asked.absent, asked.spans)
    last = any(
        not reserve(roster, day)
        for day in days_of(asked.spans)
        if day >= roster.today and not roster.counter_of(asked.substitute, day)
    )
    if last and "last_reserve" not in codes:
        codes = (*codes, "last_reserve")
    return words.remarks(codes)
