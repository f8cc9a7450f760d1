"""What is given away: each dataset with its rows and its columns in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from catalog.opendata.queries import certificates, producers, products, products_left_out
from catalog.opendata.rules import Cell, Column, OmittedCount
from catalog.regulations.editions import LAW
from foundation.places.models import REFORM

EXTENSION = "ocop_open_data"

Rows = Callable[[Session, str], Iterator[tuple[Cell, ...]]]
"""The rows in the order of the columns; they get the address of the site for links to its pages."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: `key` names its files; `left_out` counts what is not in it, where anything is."""

    key: str
    title: LazyProxy
    words: LazyProxy
    columns: tuple[Column, ...]
    rows: Rows
    left_out: Callable[[Session], OmittedCount] | None = None


_PLACE = (
    Column("province_code", _l("Code of the province or city of today (34)")),
    Column("former_province_code", _l("Code of the province of before %(day)s (63)", day=REFORM.isoformat())),
    Column("former_province", _l("Name of the province of before %(day)s", day=REFORM.isoformat())),
    Column("commune", _l("Commune or ward as the source writes it")),
)

PRODUCTS = Dataset(
    "products",
    _l("Products"),
    _l("Every published product with what its stars rest on today."),
    (
        Column("id", _l("Number of the product on this site; it never changes")),
        Column("name", _l("Name in Vietnamese")),
        Column("name_en", _l("Name in English, where there is one")),
        Column("producer_id", _l("Number of the producer, see the producers’ file")),
        Column("producer", _l("Name of the producer; empty where the source states none")),
        Column("producer_type", _l("Kind of producer")),
        *_PLACE,
        Column("district", _l("District as the source writes it")),
        Column("group", _l("Code of the product group, with its edition of the rules in front")),
        Column("group_basis", _l("stated by the source, set by an officer, or guessed from the name")),
        Column("standing", _l("Standing of the stars on the day of the file")),
        Column("stars", _l("Stars in force on that day, otherwise empty")),
        Column("recognised_stars", _l("Stars on record, whatever their standing")),
        Column("basis", _l("What the standing rests on: certificate, claim of a source, or none")),
        Column("evidence", _l("Kind of source: gov (a state body), gov_news, news")),
        Column("decision_number", _l("Number of the decision")),
        Column("year", _l("Year of recognition, where only the year is known")),
        Column("valid_until", _l("Last day of the stars")),
        Column("valid_until_precision", _l("day, or year where the day is not known")),
        Column("source", _l("Where it was read")),
        Column("url", _l("Page on this site")),
    ),
    products,
    products_left_out,
)

PRODUCERS = Dataset(
    "producers",
    _l("Producers"),
    _l("The producers of these products."),
    (
        Column("id", _l("Number of the producer on this site")),
        Column("name", _l("Name in Vietnamese")),
        Column("name_en", _l("Name in English, where there is one")),
        Column("producer_type", _l("Kind of producer")),
        *_PLACE,
        Column("products", _l("How many products of the products’ file are theirs")),
        Column("url", _l("Page on this site")),
    ),
    producers,
)

CERTIFICATES = Dataset(
    "certificates",
    _l("Certificates"),
    _l("Certificates on record with their decisions, those that have ended too."),
    (
        Column("check_code", _l("Code for checking the certificate, nine characters")),
        Column("product_id", _l("Number of the product")),
        Column("product", _l("Name of the product")),
        Column("stars", _l("Stars of the certificate")),
        Column("edition", _l("Edition of the rules it was assessed by")),
        Column("decision_number", _l("Number of the decision")),
        Column("decision_date", _l("Day of the decision")),
        Column("authority", _l("Who decided")),
        Column("authority_level", _l("Level of the authority: %(codes)s", codes=", ".join(LAW.level_by_code))),
        Column("issued_on", _l("Day of issue")),
        Column("valid_until", _l("Last day of the stars")),
        Column("extended_until", _l("Last day while a renewal is pending")),
        Column("ended_on", _l("Day it was ended before its time")),
        Column("ended_by", _l("superseded, revoked or withdrawn")),
        Column("end_reason", _l("Why it was ended")),
        Column("url", _l("Page that checks it")),
    ),
    certificates,
)

DATASETS = (PRODUCTS, PRODUCERS, CERTIFICATES)
