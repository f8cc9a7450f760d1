"""An illustrative Stripe: pages, payments, refunds and signed messages as the real one has them, without any money.

The tests and the demonstration share it, as they share the illustrative bank. All it knows lies in one dictionary, so
that it can be kept in a file. An account is what its secret key ends with; nobody reads what belongs to another.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from hmac import new as mac
from typing import Any

from demo.stripe_forms import read_form

KEY, HOOK = "sk_test_illustration_", "whsec_illustration_"
PAGE_MIN, PAGE_MAX = 30 * 60, 24 * 3600
Record = dict[str, Any]


def fresh() -> Record:
    """Return the books of a Stripe where nothing happened yet."""
    return {"count": 0, "sessions": {}, "intents": {}, "refunds": {}, "answers": {}, "events": []}


class AnswerError(Exception):
    """What Stripe answers instead."""

    def __init__(self, status: int, message: str, code: str = "", kind: str = "invalid_request_error") -> None:
        super().__init__(message)
        self.status, self.body = status, {"error": {"type": kind, "code": code, "message": message}}


@dataclass(slots=True)
class IllustrativeStripe:
    """Accounts with their pages, payments and refunds. `now` is its clock, `pages` where its pages are."""

    now: Callable[[], float]
    pages: str = "https://checkout.example/"
    books: Record = field(default_factory=fresh)

    def serves(self, key: str) -> bool:
        """Whether a key is one of its own."""
        return key.startswith(KEY)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: str) -> tuple[str, int, Mapping[str, str]]:
        """Answer as its API does: the same question with the same key gets the same answer."""
        account = headers.get("Authorization", "").removeprefix("Bearer ").removeprefix(KEY)
        path, _mark, query = url.partition("/v1/")[2].partition("?")
        asked, once = read_form(query if method == "get" else body), headers.get("Idempotency-Key", "")
        try:
            answer = self._once(account, f"{account} {once}" if once and method == "post" else "", path, asked, method)
            return json.dumps(answer), 200, {}
        except AnswerError as error:
            return json.dumps(error.body), error.status, {}

    def _once(self, account: str, key: str, path: str, asked: Record, method: str) -> Record:
        print_ = sha256(json.dumps([path, asked], sort_keys=True).encode()).hexdigest()
        if key and key in self.books["answers"]:
            known, answer = self.books["answers"][key]
            if known != print_:
                raise AnswerError(400, "Keys for idempotent requests can only be used once", kind="idempotency_error")
            return dict(answer)
        answer = self._answer(account, method, path.split("/"), asked)
        if key:
            self.books["answers"][key] = [print_, answer]
        return answer

    def _answer(self, account: str, method: str, path: list[str], asked: Record) -> Record:
        kind, number = "refunds" if path[0] == "refunds" else "sessions", path[-1]
        match method, path:
            case "post", ["checkout", "sessions"]:
                answer = self._open(account, asked)
            case "post", ["checkout", "sessions", number, "expire"]:
                answer = self._end(account, number)
            case "post", ["refunds"]:
                answer = self._refund(account, asked)
            case "get", ["checkout", "sessions"] | ["refunds"]:
                answer = self._listed(account, kind, asked)
            case "get", ["checkout", "sessions", _] | ["refunds", _]:
                answer = self._shown(self._own(account, kind, number), asked)
            case _:
                raise AnswerError(404, f"Unrecognized request URL ({method}: {'/'.join(path)})")
        return answer

    def _open(self, account: str, asked: Record) -> Record:
        (item,) = asked["line_items"]
        until, price = int(asked["expires_at"]), item["price_data"]
        if not PAGE_MIN <= until - self.now() <= PAGE_MAX:
            raise AnswerError(400, "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.")
        if not price["unit_amount"].isdecimal():
            raise AnswerError(400, "Invalid integer", "parameter_invalid_integer")
        number = self._number("cs_test")
        made = {
            "id": number,
            "object": "checkout.session",
            "amount_total": int(price["unit_amount"]) * int(item["quantity"]),
            "currency": price["currency"],
            "client_reference_id": asked.get("client_reference_id"),
            "created": int(self.now()),
            "expires_at": until,
            "livemode": False,
            "metadata": asked.get("metadata", {}),
            "mode": asked["mode"],
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": asked["success_url"],
            "cancel_url": asked["cancel_url"],
            "url": f"{self.pages}{number}",
            "of": account,
            "title": price["product_data"]["name"],
            "intent_metadata": asked.get("payment_intent_data", {}).get("metadata", {}),
        }
        self.books["sessions"][number] = made
        return self._public(made)

    def page(self, number: str) -> Record | None:
        """Return a page with what stands on it, or None."""
        found: Record | None = self.books["sessions"].get(number)
        if found and found["status"] == "open" and found["expires_at"] <= self.now():
            self._over(found)
        return found

    def pay(self, number: str) -> str | None:
        """Pay on a page, as somebody with a card does; the payment, or None where the page is over."""
        found = self.page(number)
        if found is None or found["status"] != "open":
            return None
        intent, charge = self._number("pi"), self._number("ch")
        self.books["intents"][intent] = {
            "id": intent,
            "object": "payment_intent",
            "amount": found["amount_total"],
            "amount_received": found["amount_total"],
            "currency": found["currency"],
            "created": found["created"],
            "livemode": False,
            "metadata": found["intent_metadata"],
            "status": "succeeded",
            "latest_charge": {"id": charge, "object": "charge", "created": int(self.now()), "livemode": False},
            "refunded": 0,
            "of": found["of"],
        }
        found |= {"status": "complete", "payment_status": "paid", "payment_intent": intent, "url": None}
        self._tell("checkout.session.completed", found)
        return intent

    def _end(self, account: str, number: str) -> Record:
        found = self._own(account, "sessions", number)
        if self.page(number) and found["status"] != "open":
            raise AnswerError(
                400, f"Only Checkout Sessions with a status in [open] can be expired, not {found['status']}"
            )
        self._over(found)
        return self._public(found)

    def _over(self, found: Record) -> None:
        found |= {"status": "expired", "url": None}
        self._tell("checkout.session.expired", found)

    def _refund(self, account: str, asked: Record) -> Record:
        intent = self._own(account, "intents", asked["payment_intent"])
        left = intent["amount"] - intent["refunded"]
        amount = int(asked.get("amount", left))
        if not 0 < amount <= left:
            raise AnswerError(
                400, "Refund amount is greater than unrefunded amount on charge", "charge_already_refunded"
            )
        made = {
            "id": self._number("re"),
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "created": int(self.now()),
            "metadata": asked.get("metadata", {}),
            "payment_intent": intent["id"],
            "status": "succeeded",
            "of": account,
        }
        intent["refunded"] += amount
        self.books["refunds"][made["id"]] = made
        self._tell("refund.created", made)
        return self._public(made)

    def fail_refund(self, number: str) -> None:
        """Have a refund fail afterwards, as when the card is closed: the money is back with the payee."""
        found = self.books["refunds"][number]
        found["status"] = "failed"
        self.books["intents"][found["payment_intent"]]["refunded"] -= found["amount"]
        self._tell("refund.failed", found)

    def _listed(self, account: str, kind: str, asked: Record) -> Record:
        since, of = int(asked.get("created", {}).get("gte", 0)), self.books[kind].values()
        own = [one for one in of if one["of"] == account and one["created"] >= since]
        expand = [one.removeprefix("data.") for one in asked.get("expand", [])]
        data = [self._shown(one, {"expand": expand}) for one in reversed(own)]
        return {"object": "list", "url": f"/v1/{kind}", "has_more": False, "data": data}

    def _shown(self, found: Record, asked: Record) -> Record:
        if found["object"] == "checkout.session":
            self.page(found["id"])
        shown = self._public(found)
        if "payment_intent.latest_charge" in asked.get("expand", []) and shown["payment_intent"]:
            shown["payment_intent"] = self._public(self.books["intents"][shown["payment_intent"]])
        return shown

    def _own(self, account: str, kind: str, number: str) -> Record:
        found: Record | None = self.books[kind].get(number)
        if found is None or found["of"] != account:
            raise AnswerError(404, f"No such object: '{number}'", "resource_missing")
        return found

    def _public(self, found: Record) -> Record:
        return {key: value for key, value in found.items() if key not in {"of", "title", "intent_metadata", "refunded"}}

    def _number(self, kind: str) -> str:
        self.books["count"] += 1
        return f"{kind}_{self.books['count']:08}"

    def _tell(self, kind: str, about: Record) -> None:
        """Keep a message to be delivered: how often, when and in which order is for whoever delivers."""
        event = {
            "id": self._number("evt"),
            "object": "event",
            "type": kind,
            "created": int(self.now()),
            "livemode": False,
            "data": {"object": self._public(about)},
        }
        self.books["events"].append({"of": about["of"], "body": json.dumps(event), "is_taken": False})

    def waiting(self) -> list[Record]:
        """Return the messages that nobody has taken yet, in their order."""
        return [one for one in self.books["events"] if not one["is_taken"]]

    def signature(self, account: str, body: str, *, ahead: int = 0) -> str:
        """Return the heading that proves a message; `ahead` for a clock that goes wrong."""
        stamp = int(self.now()) + ahead
        proof = mac(f"{HOOK}{account}".encode(), f"{stamp}.{body}".encode(), sha256).hexdigest()
        return f"t={stamp},v1={proof}"

    def deliver(self, take: Callable[[str, bytes, str], bool]) -> None:
        """Deliver what waits to `take`, which says whether it took it: what it did not comes again with the next."""
        for one in self.waiting():
            one["is_taken"] = take(one["of"], one["body"].encode(), self.signature(one["of"], one["body"]))
