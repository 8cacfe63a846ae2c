"""The steps of a due date's reckoning as sentences; the codes and values are those of `domain.grounds`."""

from collections.abc import Callable, Iterable

from counter_app.domain.grounds import Reason
from counter_app.texts import _
from counter_app.texts.formats import clock_time, day, duration, numbers, short_day, short_moment


def reason(step: Reason) -> str:
    """Return one step's sentence; a code of a newer version shows itself."""
    sentence = _SENTENCES.get(step.code)
    return sentence(step) if sentence else step.code


def reasons(steps: Iterable[Reason]) -> str:
    """Return all steps in one line, joined by `; `."""
    return "; ".join(map(reason, steps))


def _text(step: Reason, name: str) -> str:
    return str(step.values[name])


def _at(step: Reason) -> int:
    return int(step.values["at"])


def _span(step: Reason) -> str:
    first, last = _text(step, "from"), _text(step, "to")
    if first == last:
        return short_day(first)
    return _("{first} đến {last}").format(first=short_day(first), last=short_day(last))


def _counted(step: Reason) -> str:
    first, last = step.values["first"], step.values["last"]
    if first == last:
        return _("ngày {number} {day}").format(number=first, day=_span(step))
    return _("ngày {first} đến {last}: {days}").format(first=first, last=last, days=_span(step))


def _worked(step: Reason) -> str:
    return _("{duration} {day}").format(duration=duration(int(step.values["minutes"])), day=_span(step))


def _day_off(step: Reason) -> str:
    if not step.values["name"]:
        return _("{day} nghỉ cuối tuần").format(day=_span(step))
    return _("{day} nghỉ: {name}").format(day=_span(step), name=_name(step))


def _made_up(step: Reason) -> str:
    return _("{day} là ngày làm việc: {name}").format(day=short_day(_text(step, "date")), name=_name(step))


def _name(step: Reason) -> str:
    """Return the day's name, with a word where its date is an estimate."""
    name = _text(step, "name")
    if step.values["confidence"] == "high":
        return name
    return _("{name} (dự kiến)").format(name=name.removesuffix("(dự kiến)").rstrip(" /"))


def _on(step: Reason) -> str:
    return short_day(_text(step, "date"))


def _waited(step: Reason) -> str:
    """Say what was waited for, and from when to when."""
    supplement = step.values["cause"] == "supplement"
    sentence = (
        _("chờ bổ sung từ {began} đến {ended}") if supplement else _("chờ nộp tiền từ {began} đến {ended}")
    )
    began, ended = (short_moment(int(step.values[name])) for name in ("from", "to"))
    return sentence.format(began=began, ended=ended)


def _paused(step: Reason) -> str:
    time = duration(int(step.values["minutes"]))
    return _("{waited}; tạm dừng {duration} làm việc").format(waited=_waited(step), duration=time)


def _time_left(step: Reason) -> str:
    used, left = (duration(int(step.values[name])) for name in ("used", "left"))
    return _("đã tính {used}, còn {left}").format(used=used, left=left)


_SENTENCES: dict[str, Callable[[Reason], str]] = {
    "received": lambda step: _("nhận {moment}").format(moment=short_moment(_at(step))),
    "counted": _counted,
    "worked": _worked,
    "day_off": _day_off,
    "made_up_day": _made_up,
    "calendar_days": lambda step: _("ngày thứ {amount} là {day}").format(
        amount=step.values["amount"], day=day(_text(step, "date"))
    ),
    "months": lambda step: _("đủ {amount} tháng là {day}").format(
        amount=step.values["amount"], day=day(_text(step, "date"))
    ),
    "next_working_day": lambda step: _("chuyển sang {day}").format(day=_on(step)),
    "same_day": lambda step: _("trả trong ngày {day}").format(day=_on(step)),
    "same_day_late": lambda step: _("quá {time} nên không kịp trả trong ngày").format(
        time=clock_time(_at(step))
    ),
    "counts_from_next_day": lambda step: _("nhận ngoài giờ nên tính từ {day}").format(day=_on(step)),
    "as_received": lambda step: _("nhận ngoài giờ nên coi như nhận {moment}").format(
        moment=short_moment(_at(step))
    ),
    "papers_next_morning": lambda step: _("giấy tờ chuyển đi sáng {day}, ngày trả không đổi").format(
        day=_on(step)
    ),
    "hours_start": lambda step: _("bắt đầu tính {moment}").format(moment=short_moment(_at(step))),
    "restarted": lambda step: _("{waited}; tính lại từ đầu").format(waited=_waited(step)),
    "paused": _paused,
    "paused_too_late": lambda step: _("{waited}; đã hết hạn từ trước nên không kéo dài").format(
        waited=_waited(step)
    ),
    "paused_within_day": lambda step: _("{waited}; xong trong ngày nên không kéo dài").format(
        waited=_waited(step)
    ),
    "days_left": lambda step: _("đã tính {used} ngày, còn {left} ngày").format(**step.values),
    "time_left": _time_left,
    "clock_time": lambda step: _("hết hạn lúc {time}, bằng giờ nhận").format(time=clock_time(_at(step))),
    "not_known": lambda step: _("không có lịch nghỉ trước ngày {date}").format(
        date=numbers(_text(step, "from"))
    ),
    "not_announced": lambda step: _("lịch nghỉ sau ngày {date} chưa công bố").format(
        date=numbers(_text(step, "until"))
    ),
}
