"""What this PC remembers of how people like to work."""

from dataclasses import replace

from counter_app.domain.sign_in import check_lock
from counter_app.services.counter import Counter


def remember_span(counter: Counter, report: str, span: str) -> None:
    """Keep how long a period a report (a field of `ReportSpans`) is made for.

    Raises Unavailable: as `save_settings`.
    """
    kept, _aside = counter.folder.load_settings()
    spans = replace(kept.report_spans, **{report: span})  # type: ignore[arg-type]  # one of those offered
    if spans != kept.report_spans:
        counter.folder.save_settings(replace(kept, report_spans=spans))
    counter.settings = replace(counter.settings, report_spans=spans)


def remember_lock(counter: Counter, minutes: int) -> None:
    """Keep after how many minutes without a key or a movement the window locks.

    Raises Refused: bad_lock_minutes; Unavailable: as `save_settings`.
    """
    check_lock(minutes)
    kept, _aside = counter.folder.load_settings()
    counter.folder.save_settings(replace(kept, lock_minutes=minutes))
    counter.settings = replace(counter.settings, lock_minutes=minutes)


def remember_board(counter: Counter, shown: bool) -> None:
    """Keep whether the duty board opens on a second screen. Raises Unavailable: as `save_settings`."""
    kept, _aside = counter.folder.load_settings()
    counter.folder.save_settings(replace(kept, duty_board=shown))
    counter.settings = replace(counter.settings, duty_board=shown)
