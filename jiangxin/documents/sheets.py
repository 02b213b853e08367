"""What goes on paper: one frozen dataclass per document, plain Python types only.

Every text arrives ready to print: masked where the document is public, named as the register names it. Moments are
aware datetimes, printed in Asia/Shanghai. An optional fact that isn't known is printed as a blank to be filled by hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What the documents of one round share; `practice` prints 样张 across every page."""

    institution: str
    round_name: str
    occupation: str
    level: str
    practice: bool


@dataclass(frozen=True, kw_only=True)
class CertificateSheet:
    """A certificate (domain.md §2): no scores. `qr` is the text of the QR code, `photo` a JPEG or PNG file."""

    name: str
    id_type: str
    id_number: str
    occupation: str
    work_type: str
    level: str
    number: str
    issued_on: date
    institution: str
    filing_number: str
    lookup_address: str
    qr: str
    practice: bool
    photo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """A text that is agreed to; `agreed` says when and in which version, "" where nobody has."""

    heading: str
    paragraphs: Sequence[str]
    agreed: str


@dataclass(frozen=True, kw_only=True)
class ApplicationForm:
    """An application form 申报表: lines of label and words, of which `first` stand beside the photo.

    `photo` is a JPEG or PNG file; without it there is a place to paste one.
    """

    heading: Heading
    first: Sequence[tuple[str, str]]
    lines: Sequence[tuple[str, str]]
    promises: Sequence[Promise]
    state: str
    photo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class SlipSitting:
    """One line of an admission slip: a subject with its time and place."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    site: str
    room: str
    seat: str


@dataclass(frozen=True, kw_only=True)
class AdmissionSlip:
    """An admission slip 准考证; `photo` is a JPEG or PNG file."""

    name: str
    id_number: str
    admission_number: str
    sittings: Sequence[SlipSitting]
    photo: bytes | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A candidate at his seat."""

    seat: str
    name: str
    admission_number: str
    id_number: str = ""


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A person of the staff on duty."""

    name: str
    duty: str
    unit: str


@dataclass(frozen=True, kw_only=True)
class RoomSheet:
    """One room in one sitting with the people in it: door sheet, candidates' sign-in sheet."""

    site: str
    room: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    seats: Sequence[Seat]


@dataclass(frozen=True, kw_only=True)
class StaffSheet:
    """One room in one sitting with its staff: the staff's sign-in sheet."""

    site: str
    room: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    staff: Sequence[Duty]


@dataclass(frozen=True, kw_only=True)
class DeskLabel:
    """A desk label 桌签."""

    seat: str
    name: str
    admission_number: str
    room: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Violation:
    """A violation as the invigilators wrote it down, and what was done."""

    name: str
    admission_number: str
    conduct: str
    treatment: str


@dataclass(frozen=True, kw_only=True)
class RoomRecord:
    """The record of one room 考场记录表 (domain.md §5.8, article 14(3)); `present=None` prints the empty form."""

    site: str
    room: str
    subject: str
    starts_at: datetime
    ends_at: datetime
    expected: int
    present: int | None = None
    absent: Sequence[Seat] = ()
    started_at: datetime | None = None
    ended_at: datetime | None = None
    package_opened_at: datetime | None = None
    seal_intact: bool | None = None
    witnesses: Sequence[str] = ()
    spoiled_papers: str = ""
    violations: Sequence[Violation] = ()
    lost_time: str = ""
    incidents: str = ""
    invigilators: Sequence[str] = ()
    findings: str = ""
    supervisor: str = ""
    supervised_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Form5Row:
    """How many certificates of one occupation, work type and level are uploaded."""

    occupation: str
    work_type: str
    level: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Form5:
    """表5《职业技能等级证书数据审核确认表》 (domain.md §3.1)."""

    institution: str
    unit_head: str
    information_officer: str
    title: str
    rows: Sequence[Form5Row]
    practice: bool
    uploaded_on: date | None = None
    data_type: str = "新增"


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """A table in a part of the plan; `weights` are the columns' relative widths, equal when left out."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    weights: Sequence[float] = ()


@dataclass(frozen=True, kw_only=True)
class PlanPart:
    """One of the parts of article 14(1), without its number."""

    heading: str
    paragraphs: Sequence[str] = ()
    tables: Sequence[PlanTable] = ()


@dataclass(frozen=True, kw_only=True)
class PlanSheet:
    """The plan 实施方案: the same content for PDF (`printed.plan`) and Word (`word.plan`)."""

    heading: Heading
    title: str
    version: int
    parts: Sequence[PlanPart]
    made_on: date
    receipt: str = ""


@dataclass(frozen=True, kw_only=True)
class SupervisedSitting:
    """One sitting in a supervisor's report; `expected` and `present` count candidates."""

    subject: str
    starts_at: datetime
    ends_at: datetime
    site: str
    room: str
    expected: int
    present: int
    supervisor: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding with its rectification."""

    sitting: str
    finding: str
    rectification: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SupervisionReport:
    """The supervisors' report on one round."""

    heading: Heading
    supervisors: Sequence[str]
    period: str
    sittings: Sequence[SupervisedSitting]
    findings: Sequence[Finding]
    conclusion: Sequence[str]
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class PublicityRow:
    """A person on a publicity list; the ID number arrives masked."""

    name: str
    id_number: str
    occupation: str
    level: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class PublicityList:
    """A publicity list 公示名单; `objections` says where and how to object, as a whole sentence."""

    institution: str
    round_name: str
    title: str
    introduction: Sequence[str]
    rows: Sequence[PublicityRow]
    starts_on: date
    ends_on: date
    objections: str
    practice: bool
