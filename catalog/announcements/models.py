"""Tables of announcements, their versions and files."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.announcements.rules import VERSIONS, Kind, Standing, State
from catalog.certificates.models import Decision
from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded
from foundation.files.models import StoredFile
from foundation.i18n.content import Bilingual
from foundation.i18n.text import slug
from foundation.places.models import Place

_OPEN = "state in ('draft', 'preview')"


class Announcement(WithId, Base):
    """Announcement — thông báo: what a province or, without a place, the ministry tells everybody.

    Its words stand in versions. `published_at` is the hour of its first version, also while that is still to come;
    a withdrawn one stays, and its page says why it is gone.
    """

    __tablename__ = "announcements"

    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id))
    kind: Mapped[Kind] = mapped_column(coded(Kind, "announcement_kind"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey(Decision.id), index=True)
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    withdrawn_reason: Mapped[str | None]

    place: Mapped[Place | None] = relationship()
    decision: Mapped[Decision | None] = relationship()
    withdrawn_by: Mapped[Account | None] = relationship()
    versions: Mapped[list["Version"]] = relationship(order_by="Version.number", back_populates="announcement")

    __table_args__ = (
        Index(None, "published_at", "id"),
        Index(None, "place_id", "published_at"),
        CheckConstraint("kind <> 'results' or decision_id is not null", name="results_of_decision"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_by_id is null)", name="withdrawn_by_somebody"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_reason is null)", name="withdrawn_whole"),
        CheckConstraint("withdrawn_reason <> ''", name="withdrawn_for_a_reason"),
        CheckConstraint("withdrawn_at is null or published_at is not null", name="withdrawn_from_public"),
        CheckConstraint("withdrawn_at >= published_at", name="withdrawn_later"),
    )


class Version(WithId, Base):
    """Version — phiên bản: the words of an announcement; every one after the first is a correction with its reason.

    One is public when it is approved and its hour has come; the newest such is what everybody reads, the older ones
    stay readable. `revision` rises with every change, so that nobody lets out what they did not see. `remark` is for
    its writers, from whoever sent it back.
    """

    __tablename__ = "announcement_versions"

    announcement_id: Mapped[int] = mapped_column(ForeignKey(Announcement.id))
    number: Mapped[int]
    state: Mapped[State] = mapped_column(coded(State, "announcement_state"), default=VERSIONS.start)
    revision: Mapped[int] = mapped_column(default=1)
    title: Mapped[str]
    title_en: Mapped[str | None]
    body: Mapped[str]
    body_en: Mapped[str | None]
    reason: Mapped[str | None]
    remark: Mapped[str | None]
    author_id: Mapped[int] = mapped_column(ForeignKey(Account.id))
    begun_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    submitted_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id))
    approved_at: Mapped[datetime | None]
    publish_at: Mapped[datetime | None]

    announcement: Mapped[Announcement] = relationship(back_populates="versions")
    author: Mapped[Account] = relationship(foreign_keys=author_id)
    approved_by: Mapped[Account | None] = relationship(foreign_keys=approved_by_id)
    writers: Mapped[list["Writer"]] = relationship(order_by="Writer.account_id")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.id", back_populates="version")

    __table_args__ = (
        UniqueConstraint("announcement_id", "number"),
        Index(
            "uq_announcement_versions_open",
            "announcement_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("title <> '' and body <> ''", name="says_something"),
        CheckConstraint("title_en <> '' and body_en <> ''", name="says_something_in_english"),
        CheckConstraint("(title_en is null) = (body_en is null)", name="english_whole"),
        CheckConstraint("(number = 1) = (reason is null)", name="corrected_for_a_reason"),
        CheckConstraint("reason <> ''", name="reason_said"),
        CheckConstraint("remark <> ''", name="remark_said"),
        CheckConstraint("(state in ('preview', 'approved')) = (submitted_at is not null)", name="submitted_whole"),
        CheckConstraint("(submitted_at is null) = (submitted_by_id is null)", name="submitted_by_somebody"),
        CheckConstraint("(state = 'approved') = (approved_at is not null)", name="approved_whole"),
        CheckConstraint("(approved_at is null) = (approved_by_id is null)", name="approved_by_somebody"),
        CheckConstraint("(approved_at is null) = (publish_at is null)", name="approved_with_its_hour"),
        CheckConstraint("publish_at >= approved_at", name="public_after_approval"),
        CheckConstraint("approved_by_id <> author_id and approved_by_id <> submitted_by_id", name="second_officer"),
    )

    @property
    def named(self) -> Bilingual:
        """The title."""
        return Bilingual(self.title, self.title_en)

    @property
    def bilingual(self) -> Bilingual:
        """The text."""
        return Bilingual(self.body, self.body_en)

    @property
    def slug(self) -> str:
        """The words in the address of its page."""
        return slug(self.title)

    def standing(self) -> Standing:
        """Return the version as the rules see it."""
        return Standing(self.state, frozenset(one.account_id for one in self.writers), self.publish_at)


class Writer(Base):
    """Writer — người soạn: who wrote in a version, or in whose stead it was done; none of them lets it out."""

    __tablename__ = "announcement_writers"

    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey(Account.id), primary_key=True)


class Attachment(WithId, Base):
    """Attachment — tệp đính kèm: a file of a version; everybody reads it while that version is the public one."""

    __tablename__ = "announcement_files"

    version_id: Mapped[int] = mapped_column(ForeignKey(Version.id))
    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id), index=True)
    label: Mapped[str]

    version: Mapped[Version] = relationship(back_populates="attachments")
    file: Mapped[StoredFile] = relationship()

    __table_args__ = (
        UniqueConstraint("version_id", "file_id"),
        CheckConstraint("label <> ''", name="labelled"),
    )
