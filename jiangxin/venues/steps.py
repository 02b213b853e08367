"""Sites, rooms, stations, equipment: their states and steps."""

from django.utils.translation import gettext_lazy as _

from jiangxin.people import roles
from jiangxin.process.step import BORN, REQUIRED, Step, Steps
from jiangxin.process.who import SIGNED_IN, Who, follows, office
from jiangxin.regulation.basis import article

OPEN, CLOSED = "open", "closed"
STATES = {OPEN: _("可用"), CLOSED: _("停用")}
BASIS = article("14(1)")


def _centre(path: str) -> Who:
    return office(roles.CENTRE_OFFICER, of=path) | follows("setup")


SITE = Steps(
    _("考点"),
    STATES,
    Step("add_site", _("登记考点"), source=BORN, target=OPEN, may=_centre("institution"), basis=BASIS),
    Step("revise_site", _("更正考点"), source=OPEN, may=_centre("institution"), basis=BASIS),
    Step("close_site", _("停用考点"), source=OPEN, target=CLOSED, may=_centre("institution"), reason=REQUIRED, basis=BASIS),
    visible=SIGNED_IN,
)  # fmt: skip
ROOM = Steps(
    _("考场房间"),
    STATES,
    Step("add_room", _("登记房间"), source=BORN, target=OPEN, may=_centre("site.institution"), basis=BASIS),
    Step("revise_room", _("更正房间"), source=OPEN, may=_centre("site.institution"), basis=BASIS),
    Step("close_room", _("停用房间"), source=OPEN, target=CLOSED, may=_centre("site.institution"), reason=REQUIRED, basis=BASIS),
    visible=SIGNED_IN,
)  # fmt: skip
STATION = Steps(
    _("工位"),
    STATES,
    Step("add_station", _("登记工位"), source=BORN, target=OPEN, may=_centre("room.site.institution"), basis=BASIS),
    Step("close_station", _("停用工位"), source=OPEN, target=CLOSED, may=_centre("room.site.institution"), reason=REQUIRED, basis=BASIS),
    visible=SIGNED_IN,
)  # fmt: skip
EQUIPMENT = Steps(
    _("设备"),
    STATES,
    Step("add_equipment", _("登记设备"), source=BORN, target=OPEN, may=_centre("room.site.institution"), basis=BASIS),
    Step("revise_equipment", _("更正设备"), source=OPEN, may=_centre("room.site.institution"), basis=BASIS),
    Step("close_equipment", _("停用设备"), source=OPEN, target=CLOSED, may=_centre("room.site.institution"), reason=REQUIRED, basis=BASIS),
    visible=SIGNED_IN,
)  # fmt: skip
