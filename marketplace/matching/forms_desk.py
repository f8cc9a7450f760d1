"""What officers type about offers, demands and buyers."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from foundation.web.forms import Form, max_length
from marketplace.matching.listing_rules import REASON_MAX


class ReasonForm(Form):
    """Why something comes back, or is taken down."""

    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("This is needed.")), max_length(REASON_MAX)], render_kw={"rows": 3}
    )
