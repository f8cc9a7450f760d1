"""Tables of files; their contents lie in the storage under their digests."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from foundation.accounts.models import Account
from foundation.db.base import Base, WithId, coded, now
from foundation.files.rules import MediaType


class StoredFile(WithId, Base):
    """Stored file — tệp: what somebody sent, as it is kept.

    A picture is its widest rendition: what was sent itself, with all that a camera wrote into it, is not kept.
    `name` is what the sender called it, to be read by people and never a path. A discarded one stays as a row.
    """

    __tablename__ = "stored_files"

    sha256: Mapped[str] = mapped_column(index=True)
    media_type: Mapped[MediaType] = mapped_column(coded(MediaType, "stored_file_media_type", 80))
    size: Mapped[int]
    name: Mapped[str]
    public: Mapped[bool]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey(Account.id), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    discarded_at: Mapped[datetime | None]

    renditions: Mapped[list["Rendition"]] = relationship(order_by="Rendition.box", back_populates="file")

    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="digest"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("not public or media_type = 'image/webp'", name="pictures_are_public"),
        CheckConstraint("discarded_at is null or not public", name="discarded_hidden"),
    )

    @property
    def is_image(self) -> bool:
        """Whether it is a picture."""
        return self.media_type is MediaType.WEBP

    def rendition(self, box: int) -> "Rendition":
        """Return the picture drawn `box` wide at most; LookupError for a document."""
        for drawn in self.renditions:
            if drawn.box == box:
                return drawn
        raise LookupError(f"file {self.id} has no rendition {box} wide")


class Rendition(WithId, Base):
    """Rendition — bản hiển thị: a picture drawn anew as WebP, `box` wide at most; width and height in pixels."""

    __tablename__ = "renditions"

    file_id: Mapped[int] = mapped_column(ForeignKey(StoredFile.id))
    box: Mapped[int]
    sha256: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]
    size: Mapped[int]

    file: Mapped[StoredFile] = relationship(back_populates="renditions")

    __table_args__ = (
        UniqueConstraint("file_id", "box"),
        Index(None, "sha256"),
        CheckConstraint("length(sha256) = 64", name="digest"),
        CheckConstraint("width between 1 and box and height > 0 and size > 0", name="in_its_box"),
    )
