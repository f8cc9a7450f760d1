"""Words for what the audit says: verbs, kinds of records, names of facts and their values."""

from collections.abc import Mapping
from datetime import date, datetime

from babel.support import LazyProxy
from flask_babel import lazy_gettext as _l

from foundation.i18n import formats
from foundation.i18n.languages import Lang
from foundation.i18n.messages import gettext as _
from foundation.permissions.rules import Role
from foundation.signin.labels import role_label

SUBJECTS: Mapping[str, LazyProxy] = {
    "account": _l("account"),
    "session": _l("session"),
    "appointment": _l("appointment"),
    "appointment-list": _l("list of appointments"),
    "consent": _l("consent"),
    "privacy-request": _l("request about personal data"),
    "decision-entry": _l("decision being entered"),
    "file": _l("file"),
    "producer-claim": _l("claim on a producer"),
    "profile": _l("what a producer says"),
    "report": _l("report"),
    "announcement": _l("announcement"),
    "enquiry": _l("question to a producer"),
    "intake-row": _l("row of an import"),
    "product": _l("product"),
    "producer": _l("producer"),
    "certificate": _l("certificate"),
}
"""Kinds of records by the code that begins each verb."""

PERMISSIONS: Mapping[str, LazyProxy] = {
    "account:open-for-another": _l("open an account for somebody"),
    "account:hand-over-code": _l("hand over a code for a new password"),
    "appointment:see": _l("see appointments"),
    "appointment:give": _l("appoint, end and lend, as far as each role says"),
    "audit:read": _l("read the audit"),
    "label:print": _l("print labels for packaging"),
    "enquiry:answer": _l("answer questions about producers nobody speaks for"),
    "producer-claim:decide": _l("decide who speaks for a producer"),
    "producer:speak-for": _l("speak for a producer"),
    "profile:moderate": _l("check what producers say"),
    "record:verify": _l("enter decisions and verify records"),
    "report:work": _l("work reports from visitors"),
    "announcement:write": _l("write announcements"),
    "announcement:approve": _l("approve and withdraw announcements"),
    "privacy-request:answer": _l("answer requests about personal data"),
}
"""What a permission lets somebody do."""

VERBS: Mapping[str, LazyProxy] = {
    "account:open": _l("account opened"),
    "account:register": _l("account registered by its owner"),
    "account:take-over": _l("account confirmed by its owner"),
    "account:issue-code": _l("code handed over"),
    "account:issue-link": _l("link for a new password sent"),
    "account:change-password": _l("password changed"),
    "account:change-profile": _l("name or language changed"),
    "account:choose-letters": _l("letters chosen"),
    "account:close": _l("account closed"),
    "account:erase": _l("account erased"),
    "account:export": _l("own data downloaded"),
    "account:end-sessions": _l("sessions ended"),
    "account:void-codes": _l("codes handed over made worthless"),
    "account:second-factor-on": _l("authenticator app set up"),
    "account:second-factor-owed": _l("new authenticator app asked for"),
    "account:second-factor-off": _l("authenticator app taken away"),
    "account:recovery-codes": _l("recovery codes made"),
    "account:use-recovery-code": _l("recovery code used"),
    "session:open": _l("signed in"),
    "session:end": _l("signed out"),
    "appointment:grant": _l("appointed"),
    "appointment:offer": _l("appointment offered"),
    "appointment:accept": _l("appointment accepted by its person"),
    "appointment:decline": _l("appointment declined by its person"),
    "appointment:withdraw": _l("offer of an appointment withdrawn"),
    "appointment:lapse": _l("offer of an appointment not answered in time"),
    "appointment:end": _l("appointment ended"),
    "appointment:delegate": _l("appointment lent"),
    "appointment-list:run": _l("list taken in"),
    "consent:give": _l("consent given"),
    "consent:withdraw": _l("consent withdrawn"),
    "account:change-province": _l("province of the account changed"),
    "decision-entry:open": _l("entry of a decision begun"),
    "decision-entry:keep": _l("entry of a decision saved"),
    "decision-entry:scan": _l("scan of a decision attached"),
    "decision-entry:enter": _l("decision entered"),
    "decision-entry:drop": _l("entry of a decision dropped"),
    "file:keep": _l("file kept"),
    "file:discard": _l("file discarded"),
    "producer-claim:lodge": _l("claim on a producer lodged"),
    "producer-claim:accept": _l("claim on a producer accepted"),
    "producer-claim:refuse": _l("claim on a producer refused"),
    "producer-claim:withdraw": _l("claim on a producer taken back"),
    "profile:submit": _l("description handed in"),
    "profile:take-back": _l("description taken back"),
    "profile:send-back": _l("description sent back"),
    "report:confirm": _l("report confirmed by its sender"),
    "report:take": _l("report taken on"),
    "report:answer": _l("report answered"),
    "report:decline": _l("report declined"),
    "announcement:begin": _l("announcement begun"),
    "announcement:save": _l("announcement saved"),
    "announcement:attach": _l("file added to an announcement"),
    "announcement:detach": _l("file taken out of an announcement"),
    "announcement:hand-in": _l("approval of an announcement asked for"),
    "announcement:take-back": _l("announcement made a draft again"),
    "announcement:approve": _l("announcement approved"),
    "announcement:drop": _l("draft of an announcement given up"),
    "announcement:correct": _l("correction of an announcement begun"),
    "announcement:withdraw": _l("announcement withdrawn"),
    "enquiry:ask": _l("question to a producer asked"),
    "enquiry:answer": _l("question to a producer answered"),
    "intake-row:settle": _l("row of an import settled"),
    "product:record": _l("product recorded by an officer"),
    "product:describe": _l("description published"),
    "product:restate": _l("corrected by its source"),
    "product:claims": _l("stars in the source changed"),
    "product:remove": _l("taken out of the catalogue"),
    "producer:restate": _l("corrected by its source"),
    "producer:merge": _l("merged with another record"),
    "producer:unmerge": _l("merging undone"),
    "certificate:issue": _l("certificate recorded"),
    "certificate:end": _l("certificate ended"),
    "certificate:extend": _l("certificate extended"),
    "privacy-request:lodge": _l("request lodged"),
    "privacy-request:reply": _l("request answered for the first time"),
    "privacy-request:extend": _l("deadline put off"),
    "privacy-request:fulfil": _l("request fulfilled"),
    "privacy-request:refuse": _l("request refused"),
    "privacy-request:cancel": _l("request taken back"),
}
"""What was done."""

FACTS: Mapping[str, LazyProxy] = {
    "account": _l("account"),
    "role": _l("role"),
    "scope": _l("held for"),
    "starts_on": _l("from"),
    "ends_on": _l("holds until before"),
    "decision": _l("decision"),
    "status": _l("state"),
    "state": _l("state"),
    "language": _l("language"),
    "letters": _l("letters"),
    "purpose": _l("purpose"),
    "version": _l("version"),
    "how": _l("where agreed"),
    "kind": _l("kind"),
    "reply_on": _l("answer by"),
    "due_on": _l("done by"),
    "erase_on": _l("erased on"),
    "stage": _l("how far"),
    "staff": _l("holds an office"),
    "why": _l("why"),
    "sessions": _l("sessions"),
    "codes": _l("codes"),
    "rows": _l("rows"),
    "name": _l("name"),
    "producer": _l("producer"),
    "group": _l("group"),
    "place": _l("place"),
    "commune": _l("commune in the source"),
    "seller": _l("seller named by the source"),
    "said": _l("stars and year in the source"),
    "stars": _l("stars"),
    "number": _l("decision"),
    "valid_until": _l("runs until"),
    "ended_by": _l("ended by"),
    "ended_on": _l("ended on"),
    "ground": _l("ground"),
    "end_decision": _l("ended by decision"),
    "extended_until": _l("extended until"),
    "lodged_on": _l("renewal lodged on"),
    "authority": _l("authority"),
    "list": _l("source list"),
    "wanted": _l("registered with"),
    "kept": _l("record that stays"),
    "merged": _l("record that was merged"),
    "outcome": _l("outcome"),
    "product": _l("product"),
    "reasons": _l("reasons"),
    "appointment": _l("appointment"),
    "position": _l("position"),
    "file": _l("file"),
    "issued_on": _l("issued on"),
    "certificates": _l("certificates"),
    "publish_at": _l("public from"),
}
"""The names of facts."""


def verb_words(verb: str) -> str:
    """What was done; the code itself where nobody gave it words."""
    return str(VERBS.get(verb, verb))


def permission_words(permission: str) -> str:
    """What a permission lets somebody do."""
    return str(PERMISSIONS.get(permission, permission))


def subject_words(subject: str) -> str:
    """A kind of record."""
    return str(SUBJECTS.get(subject, subject))


def fact_words(name: str) -> str:
    """The name of a fact."""
    return str(FACTS.get(name, name))


def value_words(name: str, value: object, lang: Lang) -> str:
    """A value as a reader expects it: days, yes and no, roles; codes that have no words stay codes."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(value_words(name, one, lang) for one in value)
    if name == "role" and value in tuple(Role):
        return role_label(Role(str(value)))
    day = _day(str(value)) if isinstance(value, str) else None
    return formats.day(day, lang) if day else str(value)


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date() if len(text) >= len("2026-11-23") else None
    except ValueError:
        return None
