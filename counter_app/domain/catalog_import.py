"""Import of the published catalogue: each record is accepted, or listed with what must be confirmed.

`source` is the published JSON: {"procedures": [{code, name, field, level, decision, channels: [{channel,
limit_value, limit_unit, fee_vnd, fee_note}], same_day_cutoff_15h, receives_saturday_morning, time_hints,
required_papers: [{name, copies}], result, warnings, ...}]}; its columns are described in `catalog_source`.

`confirmations` is the administrator's file, written by hand (resources/catalog/confirmed.json):

    {"confirmed_by": "...", "confirmed_on": "YYYY-MM-DD", "note": "...", "procedures": [{
       "code": "1.001193",
       "resolving_unit": "",            who resolves, if not the office itself (may be left out)
       "required": ["id_number"],       applicant's fields needed besides the name (may be left out)
       "channels": [{
         "channel": "in_person",        in_person, online or post
         "published": "1 UNKNOWN, 0",   the row that is answered: value unit, fee; several joined by " | "
         "value": 0, "unit": "same-day",   wd, d, wh, m, or same-day with 0
         "fee": 0, "fee_note": "...",   VND, or null where none is listed; the note replaces the published one
         "ground": "...",               where the limit was read
         "parts": [{"name": "...", "value": 2, "unit": "wd"}],   a joint procedure's units in their order:
                                           together they are the limit (may be left out)
         "tryout_only": true}],         set where no ground was found (may be left out)
       "papers": [                      one per published row, in the published order
         {"published": "Giấy chứng sinh; trường",   how the row begins
          "label": "Giấy chứng sinh",   at most 60 characters, distinct within the procedure
          "need": "must",               must, if_applies or show_only
          "kind": "original", "count": 1},          original, copy or certified (both may be left out)
         {"published": "Lưu ý:", "note": true}]}]}   no paper: left out of the check list
"""

from collections.abc import Mapping
from dataclasses import dataclass

from counter_app.domain import catalog_confirm, catalog_doubts, catalog_papers, catalog_source
from counter_app.domain.catalog import Catalogue, Channel, Limit, LimitUnit, Paper, Procedure, Terms
from counter_app.domain.catalog_confirm import ConfirmedChannel, ConfirmedProcedure
from counter_app.domain.catalog_doubts import MAX_FOUND, Doubt
from counter_app.domain.catalog_source import Published, PublishedChannel
from counter_app.errors import Refused


@dataclass(frozen=True, slots=True)
class Import:
    """A catalogue that can be used at once, and what is still in doubt about it.

    A channel in doubt has no limit, and is refused at the counter until somebody confirms it.
    """

    catalogue: Catalogue
    doubts: tuple[Doubt, ...]


def import_published(source: object, confirmations: object, version: int, effective: str) -> Import:
    """Read the published catalogue with an administrator's answers ({} for none); see above for both.

    `effective` is the day YYYY-MM-DD (+07:00) from which the version holds. A record that cannot be read is
    left out and listed as `malformed`. Doubts: malformed, procedure_repeated, unit_missing, unit_unsure,
    limit_not_stated, field_against_prose, channel_repeated, channels_differ, fee_not_stated, fee_varies,
    fee_against_prose, fees_differ, currency, paper_unconfirmed, copies_implausible, confirmation_stale
    (what it answers was published anew) and confirmation_unused (nothing of the kind is published).
    Raises Refused, each with the path of the first wrong place: bad_catalogue, bad_confirmation,
    shares_exceed_whole, shares_fall_short.
    """
    answers = catalog_confirm.read(confirmations)
    procedures: dict[str, Procedure] = {}
    doubts: list[Doubt] = []
    for at, record in catalog_source.records(source):
        try:
            published = catalog_source.read(record, at)
        except Refused as refused:
            doubts.append(Doubt("malformed", _code(record), _shown(refused.field or at)))
            continue
        if published.code in procedures:
            doubts.append(Doubt("procedure_repeated", published.code, at))
            continue
        index, confirmed = answers.get(published.code, (0, ConfirmedProcedure(published.code)))
        reading = _Reading(published, at, confirmed, f"confirmed.procedures[{index}]", doubts)
        procedures[published.code] = reading.procedure()
    for code, (index, _) in answers.items():
        if code not in procedures:
            doubts.append(Doubt("confirmation_unused", _shown(code), f"confirmed.procedures[{index}]"))
    return Import(Catalogue(version, effective, tuple(procedures.values())), tuple(doubts))


@dataclass(frozen=True, slots=True)
class _Reading:
    """One record beside its answers; what stays open is added to `doubts`."""

    published: Published
    at: str
    confirmed: ConfirmedProcedure
    confirmed_at: str
    doubts: list[Doubt]

    def procedure(self) -> Procedure:
        published = self.published
        return Procedure(
            code=published.code,
            name=catalog_source.name_of(published.name),
            field=catalog_source.name_of(published.field),
            decision=catalog_source.clean(published.decision),
            result=catalog_source.result_of(published.result),
            terms=self._terms(),
            papers=self._papers(),
            required=self.confirmed.required,
            resolving_unit=catalog_source.clean(self.confirmed.resolving_unit),
            saturday_morning=published.receives_saturday_morning,
            after_supplement=self.confirmed.after_supplement,
        )

    def _terms(self) -> tuple[Terms, ...]:
        rows = self.published.rows()
        answers = self._answers(rows)
        differing = {doubt.code for doubt in self._differing(rows.keys() <= answers.keys())}
        return tuple(
            _answered(channel, answers[channel], found)
            if channel in answers
            else self._unanswered(channel, found, differing)
            for channel, found in rows.items()
        )

    def _answers(
        self, rows: Mapping[Channel, tuple[PublishedChannel, ...]]
    ) -> dict[Channel, ConfirmedChannel]:
        """Return the answers that still hold; the others become doubts."""
        holding: dict[Channel, ConfirmedChannel] = {}
        for index, answer in enumerate(self.confirmed.channels):
            found = rows.get(answer.channel)
            if found and answer.published == catalog_doubts.stated(found):
                holding[answer.channel] = answer
                continue
            code = "confirmation_stale" if found else "confirmation_unused"
            path = f"{self.confirmed_at}.channels[{index}]"
            now = catalog_doubts.stated(found or ())[:MAX_FOUND]
            self.doubts.append(Doubt(code, self.published.code, path, now))
        return holding

    def _differing(self, answered: bool) -> list[Doubt]:
        doubts = [] if answered else list(catalog_doubts.of_procedure(self.published, self.at))
        self.doubts.extend(doubts)
        return doubts

    def _unanswered(self, channel: Channel, rows: tuple[PublishedChannel, ...], differing: set[str]) -> Terms:
        at = f"{self.at}.channels.{channel.value}"
        limits = list(catalog_doubts.of_limit(self.published, rows, at))
        fees = list(catalog_doubts.of_fee(self.published, rows, at))
        self.doubts.extend(limits + fees)
        row, sure = rows[0], len(rows) == 1
        limit = None
        if sure and not limits and "channels_differ" not in differing and row.limit_value is not None:
            limit = Limit(row.limit_value, LimitUnit.WORKING_DAYS)
        fee = row.fee_vnd if sure and not fees and "fees_differ" not in differing else None
        ground = catalog_source.clean(self.published.decision) if limit else ""
        return Terms(channel, limit, fee, _note(rows), ground)

    def _papers(self) -> tuple[Paper, ...]:
        rows = self.published.required_papers
        if self.confirmed.papers:
            if catalog_papers.matches(self.confirmed.papers, rows):
                return catalog_papers.confirmed_papers(self.confirmed.papers, rows)
            path = f"{self.confirmed_at}.papers"
            self.doubts.append(Doubt("confirmation_stale", self.published.code, path))
        self.doubts.extend(catalog_doubts.of_papers(self.published, self.at))
        return catalog_papers.suggested_papers(rows)


def _answered(channel: Channel, answer: ConfirmedChannel, rows: tuple[PublishedChannel, ...]) -> Terms:
    note = _note(rows) if answer.fee_note is None else catalog_source.clean(answer.fee_note)
    ground = catalog_source.clean(answer.ground)
    return Terms(channel, answer.limit, answer.fee, note, ground, answer.shares)


def _note(rows: tuple[PublishedChannel, ...]) -> str:
    return " | ".join(catalog_source.clean(row.fee_note) for row in rows)


def _code(record: object) -> str:
    code = record.get("code") if isinstance(record, dict) else None
    return _shown(code) if isinstance(code, str) else ""


def _shown(text: str) -> str:
    """Return text of unknown origin fit to be shown: clean, and not longer than what is found."""
    return catalog_source.clean(text)[:MAX_FOUND]
