"""Words for the procedure of an edition: what is done, as what a paper is handed in, how sure a source is."""

from flask_babel import lazy_gettext as _l

from catalog.regulations.procedure import Act, Copy, Council
from catalog.regulations.sources import Sure

ACTS = {
    Act.LEAD: _l("carries out"),
    Act.FILL: _l("fills in"),
    Act.HELP: _l("helps"),
    Act.RECEIVE: _l("receives"),
    Act.CONFIRM: _l("confirms"),
    Act.CONSOLIDATE: _l("consolidates"),
    Act.ASSESS: _l("assesses"),
    Act.SELECT: _l("selects"),
    Act.APPROVE: _l("approves"),
    Act.NOTIFY: _l("notifies"),
    Act.FORWARD: _l("forwards"),
    Act.FOLLOW: _l("follows up"),
}
COPIES = {
    Copy.ORIGINAL: _l("original"),
    Copy.COPY: _l("copy"),
    Copy.NOTARISED: _l("notarised copy"),
    Copy.SAMPLE: _l("sample"),
}
COUNCILS = {
    Council.MEETING: _l("the council meets"),
    Council.WRITTEN: _l(
        "the council gives opinions in writing, and meets only where they differ or the matter is complex"
    ),
}
SURE = {
    Sure.READ: _l("read in a transcript"),
    Sure.REPORTED: _l("told by others, the text was not read"),
    Sure.PRACTICE: _l("practice of provinces, not law"),
    Sure.INFERRED: _l("our conclusion"),
}
