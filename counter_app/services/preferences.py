"""What this PC remembers of how people like to work."""

from dataclasses import replace

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
