"""Acts that put right what was taken down: the person, the papers, the procedure."""

from counter_app.domain.commands import Applicant, ApplicantKind, IdKind, Representative, ReturnBy
from counter_app.domain.life.commands import AmendDossier, CorrectProcedure
from counter_app.domain.step_events import DossierAmended
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act
from counter_app.texts import N_, _, life
from counter_app.ui.screens.dossiers.acts.describing import (
    ActForm,
    Ids,
    answers,
    capital,
    lines,
    listed,
    picked,
    text,
)
from counter_app.ui.screens.intake.form import iso_date, shown_date
from counter_app.ui.widgets.entries import Entry, Kind, Values

# What the citizen reads on the paper: Vietnamese in every language of the app.
APOLOGY = "Bộ phận Một cửa xin lỗi ông/bà vì đã chọn nhầm thủ tục khi tiếp nhận hồ sơ."


def _last(file: DossierFile) -> tuple[Applicant, tuple[str, ...], str]:
    """Return applicant, papers and content as last put right."""
    received = file.case.reception
    applicant, content = received.applicant, received.content
    papers = tuple(
        paper.label for paper in (*received.papers, *received.other_papers) if paper.mark.value == "given"
    )
    for _event, fact in file.history:
        if isinstance(fact, DossierAmended):
            applicant, content = fact.applicant or applicant, fact.content or content
            papers = tuple(paper.label for paper in fact.papers) or papers
    return applicant or Applicant(""), papers, content


def _amend(file: DossierFile) -> tuple[Entry, ...]:
    applicant, papers, content = _last(file)
    other = applicant.representative or Representative("")
    kinds = (
        (ApplicantKind.PERSON.value, _("Cá nhân")),
        (ApplicantKind.ORGANISATION.value, _("Tổ chức")),
    )
    numbers = (
        (IdKind.CITIZEN_ID.value, _("Căn cước")),
        (IdKind.PASSPORT.value, _("Hộ chiếu")),
        (IdKind.TAX_CODE.value, _("Mã số thuế")),
        (IdKind.NONE.value, _("Không có")),
    )
    sexes = (("male", _("Nam")), ("female", _("Nữ")))
    person = (("kind", (ApplicantKind.PERSON.value,)),)
    ways = tuple((each.value, capital(_(life.WAYS[each]))) for each in ReturnBy)
    labels = tuple(dict.fromkeys((*listed(file), *papers)))
    return (
        Entry("rule", _("Giờ nhận và ngày hẹn trả không đổi; in phiếu thay thế."), Kind.SAID),
        Entry("kind", _("Người nộp"), Kind.CHOICE, value=applicant.kind.value, options=kinds),
        Entry("name", _("Họ tên"), value=applicant.name, most=200, needed=True),
        Entry("birth_date", _("Ngày sinh"), Kind.DAY, shown_date(applicant.birth_date), most=10, only=person),
        Entry("sex", _("Giới tính"), Kind.CHOICE, value=applicant.sex, options=sexes, only=person),
        Entry("id_kind", _("Loại giấy tờ"), Kind.CHOICE, value=applicant.id_kind.value, options=numbers),
        Entry("id_number", _("Số giấy tờ"), value=applicant.id_number, most=30),
        Entry("address", _("Nơi ở"), value=applicant.address),
        Entry("phone", _("Điện thoại"), value=applicant.phone, most=20),
        Entry("email", _("Email"), value=applicant.email, most=120),
        Entry("other_name", _("Người nộp thay"), value=other.name, most=200),
        Entry("other_number", _("Số giấy tờ người nộp thay"), value=other.id_number, most=30),
        Entry("authority", _("Giấy ủy quyền"), value=other.authority),
        Entry("return_by", _("Trả kết quả"), Kind.CHOICE, value=file.dossier.return_by.value, options=ways),
        Entry(
            "papers", _("Giấy tờ đã nhận"), Kind.PICKS, papers, options=tuple((each, each) for each in labels)
        ),
        Entry("others", _("Giấy tờ khác"), Kind.TEXT, hint=_("mỗi dòng một giấy tờ; Shift+Enter xuống dòng")),
        Entry("content", _("Nội dung"), Kind.TEXT, value=content, most=1000),
        Entry("ground", _("Vì sao sửa"), Kind.TEXT, most=1000),
    )


def _amended(ids: Ids, values: Values, file: DossierFile) -> AmendDossier:
    kind = ApplicantKind(text(values, "kind"))
    number = text(values, "id_number").replace(" ", "").upper()
    person = kind is ApplicantKind.PERSON
    other = [text(values, name) for name in ("other_name", "other_number", "authority")]
    applicant = Applicant(
        name=" ".join(text(values, "name").split()),
        kind=kind,
        id_kind=IdKind(text(values, "id_kind")) if number else IdKind.NONE,
        id_number=number,
        birth_date=iso_date(text(values, "birth_date")) if person else "",
        sex=text(values, "sex") if person else "",
        address=text(values, "address"),
        phone=text(values, "phone"),
        email=text(values, "email"),
        representative=Representative(*other) if any(other) else None,
    )
    return AmendDossier(
        *ids,
        applicant,
        ReturnBy(text(values, "return_by")),
        papers=answers(file, picked(values, "papers") + lines(values, "others")),
        content=text(values, "content"),
        ground=text(values, "ground"),
    )


def _correct(file: DossierFile) -> tuple[Entry, ...]:
    now = _("Đang theo thủ tục {code} {name}. Giờ nhận giữ nguyên, ngày hẹn tính theo thủ tục đúng.")
    said = now.format(code=file.dossier.procedure, name=file.dossier.procedure_name)
    return (
        Entry("now", said, Kind.SAID),
        Entry(
            "procedure",
            _("Thủ tục đúng"),
            Kind.PROCEDURE,
            hint=_("Gõ tên hoặc mã, không cần dấu"),
            needed=True,
        ),
        Entry("apology", _("Lời xin lỗi"), Kind.TEXT, value=APOLOGY, most=1000, needed=True),
        Entry("ground", _("Vì sao chọn nhầm"), Kind.TEXT, most=1000),
    )


FORMS = {
    Act.AMEND: ActForm(N_("Sửa thông tin"), "U", "edit", _amend, _amended),
    Act.CORRECT_PROCEDURE: ActForm(
        N_("Sửa thủ tục"),
        "Z",
        "edit",
        _correct,
        lambda ids, values, _file: CorrectProcedure(
            *ids, text(values, "procedure"), text(values, "apology"), text(values, "ground")
        ),
    ),
}
