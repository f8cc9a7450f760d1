"""Tables of decisions, claims, certificates and the standing computed from them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.certificates.rules import (
    Basis,
    CertificateFact,
    ClaimFact,
    EndedBy,
    Evidence,
    Precision,
    Standing,
    StandingCode,
)
from catalog.products.models import Product
from catalog.regulations.columns import LawCode
from foundation.db.base import Base, WithId, coded, now


class Decision(WithId, Base):
    """Decision — quyết định công nhận: known by its authority, its number and its date."""

    __tablename__ = "decisions"

    authority: Mapped[str]
    level: Mapped[str] = mapped_column(LawCode("level"))
    number: Mapped[str]
    issued_on: Mapped[date]

    __table_args__ = (
        UniqueConstraint("authority", "number", "issued_on"),
        CheckConstraint("authority <> '' and number <> ''", name="named"),
    )


class RecognitionClaim(WithId, Base):
    """Recognition claim — thông tin công nhận: what one source says of a product's stars, as published."""

    __tablename__ = "recognition_claims"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    list_key: Mapped[str]
    stars: Mapped[int | None]
    proposes_five: Mapped[bool] = mapped_column(default=False)
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    decision_number: Mapped[str | None]
    evidence: Mapped[Evidence] = mapped_column(coded(Evidence, "claim_evidence"))
    source: Mapped[str | None]
    position: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(default=now)

    __table_args__ = (
        UniqueConstraint("product_id", "list_key", "position"),
        CheckConstraint("stars between 1 and 5", name="stars"),
        CheckConstraint("year between 2018 and 2100", name="year"),
        CheckConstraint("not proposes_five or stars is null", name="proposal_without_stars"),
    )

    def fact(self) -> ClaimFact:
        """Return the claim as the rules see it."""
        return ClaimFact(
            stars=self.stars,
            evidence=self.evidence,
            issued_on=self.issued_on,
            year=self.year,
            number=self.decision_number,
            proposes_five=self.proposes_five,
            source=self.source,
        )


class Certificate(WithId, Base):
    """Certificate — giấy chứng nhận: the legal act that puts stars in force for a time.

    At most one certificate of a product has not been ended. Expiry is computed, never stored. What ends one is a
    decision too (`end_decision_id`); a revocation names its ground.
    """

    __tablename__ = "certificates"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), index=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    edition: Mapped[str] = mapped_column(LawCode("edition"))
    stars: Mapped[int]
    issued_on: Mapped[date]
    valid_until: Mapped[date]
    extended_until: Mapped[date | None]
    check_code: Mapped[str] = mapped_column(unique=True)
    ended_on: Mapped[date | None]
    ended_by: Mapped[EndedBy | None] = mapped_column(coded(EndedBy, "ended_by"))
    end_reason: Mapped[str | None]
    end_ground: Mapped[str | None] = mapped_column(LawCode("ground"))
    end_decision_id: Mapped[int | None] = mapped_column(ForeignKey("decisions.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)

    decision: Mapped[Decision] = relationship(foreign_keys=decision_id)
    end_decision: Mapped[Decision | None] = relationship(foreign_keys=end_decision_id)
    product: Mapped[Product] = relationship()

    __table_args__ = (
        Index(
            "uq_certificates_open",
            "product_id",
            unique=True,
            sqlite_where=text("ended_by is null"),
            postgresql_where=text("ended_by is null"),
        ),
        CheckConstraint("stars between 1 and 5", name="stars"),
        CheckConstraint("valid_until > issued_on", name="runs"),
        CheckConstraint("extended_until > valid_until", name="extension_after_expiry"),
        CheckConstraint("(ended_on is null) = (ended_by is null)", name="ended_whole"),
        CheckConstraint("ended_on >= issued_on", name="ended_after_issue"),
        CheckConstraint("length(check_code) = 9", name="check_code"),
        CheckConstraint("end_ground is null or ended_by = 'revoked'", name="ground_of_revocation"),
        CheckConstraint("end_decision_id is null or ended_by is not null", name="ended_by_decision"),
    )

    def fact(self) -> CertificateFact:
        """Return the certificate as the rules see it."""
        return CertificateFact(
            stars=self.stars,
            number=self.decision.number,
            issued_on=self.issued_on,
            valid_until=self.valid_until,
            extended_until=self.extended_until,
            ended_on=self.ended_on,
            ended_by=self.ended_by,
            check_code=self.check_code,
        )


class ProductStanding(Base):
    """Standing — tình trạng: the rule's answer for one product, kept so that lists can filter and sort.

    Written with every change of its facts; `changes_on` is the day the rule must be asked again.
    """

    __tablename__ = "product_standings"

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    code: Mapped[StandingCode] = mapped_column(coded(StandingCode, "standing_code"))
    basis: Mapped[Basis] = mapped_column(coded(Basis, "standing_basis"))
    stars: Mapped[int | None]
    recognised_stars: Mapped[int | None]
    evidence: Mapped[Evidence | None] = mapped_column(coded(Evidence, "standing_evidence"))
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    precision: Mapped[Precision | None] = mapped_column(coded(Precision, "standing_precision"))
    number: Mapped[str | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[EndedBy | None] = mapped_column(coded(EndedBy, "standing_ended_by"))
    check_code: Mapped[str | None]
    source: Mapped[str | None]
    changes_on: Mapped[date | None] = mapped_column(index=True)
    rank: Mapped[int]
    asked_on: Mapped[date]

    __table_args__ = (
        Index(None, "rank", "product_id"),
        CheckConstraint("(stars is not null) = (code in ('in_force', 'extended'))", name="stars_in_force"),
    )

    def fact(self) -> Standing:
        """Return the row as the rules' own value."""
        return Standing(**{name: getattr(self, name) for name in Standing.__slots__})
