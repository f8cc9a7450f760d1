"""One batch of a list: everything it needs is read before, everything it changes is written together."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.certificates.rules import ClaimFact
from catalog.certificates.services import decision, refresh_standings, replace_claims
from catalog.intake.change_log import issue_noted, log_changes, log_move, note_claims, public_facts
from catalog.intake.files import SourceRow
from catalog.intake.models import IntakeRow
from catalog.intake.row_rules import former_code, place_doubts, same_kind
from catalog.intake.rules import (
    NO_ID,
    ROWS,
    RULES_VERSION,
    Outcome,
    ProductRow,
    Reason,
    Verb,
    codes_behind,
    like_names,
    parse_row,
    row_key,
    same_name,
)
from catalog.producers.models import PRODUCER, Producer
from catalog.producers.queries import producers_by_key
from catalog.producers.rules import makers_told_apart, producer_key, producer_type
from catalog.producers.services import add_producer
from catalog.products.models import Product
from catalog.products.queries import group_ids
from catalog.products.services import ProductFacts, add_product, update_facts
from catalog.products.tree import group_tree
from catalog.regulations.editions import LAW, edition_on
from foundation.i18n.text import fold, told_apart
from foundation.places.gazetteer import gazetteer
from foundation.places.locate import Location, locate_widely
from foundation.search.services import mark_changed


@dataclass(slots=True)
class RowState:
    """What became of one row so far."""

    row: SourceRow
    key: str
    digest: str
    outcome: Outcome = Outcome.UNCHANGED
    reasons: tuple[Reason, ...] = ()
    product_id: int | None = None
    said: ProductRow | None = None
    place: Location | None = None
    producer: Producer | None = None
    product: Product | None = None
    changed: bool = field(default=False)
    before: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a list reaches: into one province alone, without certificates; `before_claims` is told what changes."""

    province_code: str | None = None
    certifies: bool = True
    before_claims: Callable[[str, Collection[int]], None] = lambda _list, _ids: None


class Batch:
    """Rows of one list, taken in within the caller's transaction."""

    def __init__(self, session: Session, list_key: str, today: date, limits: Limits | None = None) -> None:
        self.session, self.list_key, self.today = session, list_key, today
        self.limits = limits or Limits()
        self.places = gazetteer(session)
        self.tree = group_tree(session)
        self.groups = group_ids(session)
        self.known: dict[str, IntakeRow] = {}
        self.producers: dict[tuple[str, str], list[Producer]] = {}
        self.named: dict[tuple[int, str, str], list[Product]] = {}
        self.by_id: dict[int, Product] = {}

    def take(self, rows: Iterable[SourceRow]) -> list[tuple[SourceRow, RowState]]:
        """Take the rows in; what became of each, in order."""
        taken = [self._opened(row) for row in rows]
        keys = [item.key for item in taken]
        stored = select(IntakeRow).filter_by(list_key=self.list_key).where(IntakeRow.row_key.in_(keys))
        self.known = {row.row_key: row for row in self.session.scalars(stored)}
        todo = [item for item in taken if not self._unchanged(item)]
        self._read(todo)
        self._producers([item for item in todo if item.place])
        self._products([item for item in todo if item.place and item.outcome is Outcome.UNCHANGED])
        self._facts([item for item in todo if item.product])
        self._keep(todo)
        return [(item.row, item) for item in taken]

    def _opened(self, row: SourceRow) -> RowState:
        raw = json.dumps([RULES_VERSION, row.cells], ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(raw.encode()).hexdigest()
        return RowState(row, row_key(row.cells), digest)

    def _unchanged(self, item: RowState) -> bool:
        known = self.known.get(item.key)
        if known is None or known.digest != item.digest:
            return False
        item.product_id = known.product_id
        item.reasons = tuple(Reason(code) for code in known.reasons)
        return True

    def _read(self, items: list[RowState]) -> None:
        for item in items:
            said = parse_row(item.row.cells)
            if isinstance(said, tuple):
                item.outcome, item.reasons = Outcome.REJECTED, said
                continue
            item.said, item.reasons = said, said.reasons
            place = locate_widely(self.places, said.province, said.district, said.commune, written=said.written)
            item.reasons += place_doubts(said, place)
            if place.place is None:
                item.outcome = Outcome.NEEDS_REVIEW
                continue
            if self.limits.province_code not in {None, place.province_code}:
                item.outcome = Outcome.REJECTED
                item.reasons += (Reason.OTHER_PROVINCE,)
                continue
            item.place = place
            if said.external_id is None and said.producer is None:
                self._review(item, Reason.ID_MISSING)
        self._preload([item for item in items if item.place and item.said])

    def _preload(self, items: list[RowState]) -> None:
        keys = {producer_key(item.said.producer) for item in items if item.said and item.said.producer}
        self.producers = producers_by_key(self.session, keys)
        owners = [producer.id for found in self.producers.values() for producer in found]
        linked = [known.product_id for known in self.known.values() if known.product_id]
        wanted = select(Product).where(Product.producer_id.in_(owners), Product.removed_at.is_(None))
        for product in self.session.scalars(wanted):
            self._remember(product)
        for product in self.session.scalars(select(Product).where(Product.id.in_(linked))):
            self.by_id[product.id] = product

    def _remember(self, product: Product) -> None:
        self.by_id[product.id] = product
        if product.producer_id:
            key = (product.producer_id, product.name_key, product.former_province_code)
            self.named.setdefault(key, []).append(product)

    def _producers(self, items: list[RowState]) -> None:
        for item in items:
            if item.said and item.said.producer and item.place:
                self._producer(item, item.said.producer, item.said, item.place)
        self.session.flush()
        mark_changed(self.session, PRODUCER, {item.producer.id for item in items if item.producer})

    def _producer(self, item: RowState, name: str, said: ProductRow, place: Location) -> None:
        """Return the producer of a row: known by its key and former province, new, or a case for an officer."""
        home = former_code(place)
        known = self.producers.setdefault((producer_key(name), home), [])
        if not known:
            found = add_producer(
                self.session,
                name=name,
                former_province_code=home,
                province_code=str(place.province_code),
                place_id=place.place.id if place.place else 0,
                commune_text=said.commune or None,
            )
            known.append(found)
            item.producer = found
            return
        alike = [producer for producer in known if not makers_told_apart(producer.name, name)]
        if not alike:
            self._review(item, Reason.PRODUCER_NAME_DIFFERS)
            return
        near = [producer for producer in alike if same_name(producer.commune_text, said.commune)]
        same = [producer for producer in near if same_kind(producer.kind, producer_type(name))]
        if not same:
            self._review(item, Reason.PRODUCER_KIND_DIFFERS if near else Reason.PRODUCER_COMMUNE_DIFFERS)
            return
        item.producer = same[0]
        if said.commune and not same[0].commune_text and place.place:
            log_move(self.session, same[0], place.place.code, said.commune, self.list_key)
            same[0].commune_text, same[0].place_id = said.commune, place.place.id

    def _products(self, items: list[RowState]) -> None:
        for item in items:
            if item.said and item.place and item.place.place:
                self._product(item, item.said, item.place)
        self.session.flush()
        for item in items:
            if item.product:
                item.product_id = item.product.id

    def _product(self, item: RowState, said: ProductRow, place: Location) -> None:
        facts = self._product_facts(item, said, place)
        known = self.known.get(item.key)
        product = self.by_id.get(known.product_id) if known and known.product_id else None
        if product and self._is_another(item, product, facts):
            self._review(item, Reason.IDENTITY_CHANGED)
            return
        twin = self._twin(item, facts)
        if twin and twin is not product:
            if product or (said.external_id and self._lists(twin)):
                self._review(item, Reason.POSSIBLE_DUPLICATE)
                return
            product = twin
        if product is None:
            product = add_product(self.session, facts, self.groups, list_key=self.list_key, external_id=item.key)
            item.outcome = Outcome.CREATED
            self._remember(product)
        elif product.list_key == self.list_key:
            item.before = public_facts(product)
            item.changed = update_facts(product, self._not_coarser(product, facts), self.groups)
        item.product = product

    def _is_another(self, item: RowState, product: Product, facts: ProductFacts) -> bool:
        """Whether an id now stands for another product: a running number that was given anew is no identity.

        A name may be corrected, and a product may change hands; both at once are another thing.
        """
        if item.producer is None or product.producer_id in {None, item.producer.id}:
            return False
        return not like_names(product.name, facts.name)

    def _not_coarser(self, product: Product, facts: ProductFacts) -> ProductFacts:
        """Return the facts with the place on record where that lies within what the list says, and says more."""
        if facts.place_id == product.place_id or not self.places.lies_within(product.place_id, facts.place_id):
            return facts
        return replace(
            facts,
            place_id=product.place_id,
            commune_text=facts.commune_text or product.commune_text,
            district_text=facts.district_text or product.district_text,
        )

    def _twin(self, item: RowState, facts: ProductFacts) -> Product | None:
        """Return the producer's product of this name in this former province; one that marks tell apart is none."""
        if not item.producer:
            return None
        same = self.named.get((item.producer.id, fold(facts.name), facts.former_province_code), ())
        return next((one for one in same if not told_apart(one.name, facts.name)), None)

    def _lists(self, product: Product) -> bool:
        """Whether this list names the product by an id of its own."""
        return product.list_key == self.list_key and not (product.external_id or NO_ID).startswith(NO_ID)

    def _product_facts(self, item: RowState, said: ProductRow, place: Location) -> ProductFacts:
        group = self._group(said.group)
        if said.group and group is None:
            item.reasons += (Reason.GROUP_UNKNOWN,)
        return ProductFacts(
            name=said.name,
            former_province_code=former_code(place),
            province_code=str(place.province_code),
            place_id=place.place.id if place.place else 0,
            producer_id=item.producer.id if item.producer else None,
            commune_text=said.commune or None,
            district_text=said.district or None,
            group_id=group,
            seller=said.seller,
            source_note=said.note,
        )

    def _group(self, said: str) -> int | None:
        if not said:
            return None
        for node in self.tree.shelves():
            if fold(said) in {fold(node.title.vi), fold(node.code)}:
                return node.id
        codes = [self.groups[code] for code in codes_behind(said) if code in self.groups]
        return self.groups.get(said) or (codes[0] if len(codes) == 1 else None)

    def _facts(self, items: list[RowState]) -> None:
        """Claims, certificates and standings of the products touched."""
        claims: dict[int, list[ClaimFact]] = {}
        for item in items:
            if item.said and item.product_id:
                claims.setdefault(item.product_id, []).extend(item.said.claims)
                self._certify(item, item.said, item.product_id)
        self.limits.before_claims(self.list_key, claims)
        new = replace_claims(self.session, self.list_key, claims)
        for item in items:
            if item.outcome is Outcome.UNCHANGED and (item.changed or item.product_id in new):
                item.outcome = Outcome.UPDATED
        refresh_standings(self.session, list(claims), self.today)
        for item in items:
            if item.product and item.changed and item.before is not None:
                log_changes(self.session, item.product, item.before, self.list_key)
        created = {item.product_id for item in items if item.outcome is Outcome.CREATED}
        for product_id, before in new.items():
            if product_id not in created:
                note_claims(self.session, product_id, before, claims[product_id], self.list_key)

    def _certify(self, item: RowState, said: ProductRow, product_id: int) -> None:
        claim = said.claims[0]
        if not self.limits.certifies or not said.decision or not claim.stars or not claim.number:
            return
        authority, issued = said.decision
        level = LAW.level_of(authority).code
        source = decision(self.session, authority=authority, level=level, number=claim.number, issued_on=issued)
        try:
            issue_noted(self.session, product_id, source, claim.stars, edition_on(issued).code, self.list_key)
        except ValueError:
            item.reasons += (Reason.LATER_DECISION_KNOWN,)

    def _keep(self, items: list[RowState]) -> None:
        """Remember what each row said; rejected ones leave nothing behind."""
        for item in items:
            if item.outcome is Outcome.REJECTED:
                continue
            known = self.known.get(item.key)
            if known is None:
                known = IntakeRow(list_key=self.list_key, row_key=item.key, outcome=ROWS.start)
                self.session.add(known)
            known.digest = item.digest
            known.cells = item.row.cells
            known.reasons = [reason.value for reason in item.reasons]
            known.product_id = item.product_id
            known.place_id = self._desk(item)
            if item.outcome is Outcome.NEEDS_REVIEW:
                ROWS.apply(known, Verb.DOUBT)
            elif known.id:
                ROWS.apply(known, Verb.TAKE)
        self.session.flush()

    def _desk(self, item: RowState) -> int | None:
        """Return the province of today a row belongs to."""
        unit = self.places.by_code(item.place.province_code or "", self.today) if item.place else None
        return unit.id if unit else None

    def _review(self, item: RowState, reason: Reason) -> None:
        item.outcome = Outcome.NEEDS_REVIEW
        item.reasons += (reason,)
