"""The only writers of one-time codes, and what a right one leads to."""

from __future__ import annotations

import hmac
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from jiangxin.messaging import Message, UnableToDeliver, deliver
from jiangxin.people import operations as people
from jiangxin.people.models import Organisation, Person, User
from jiangxin.people.operations import NewPerson
from jiangxin.process import limits
from jiangxin.process.errors import Unable
from jiangxin.process.who import SYSTEM, Actor
from jiangxin.regulation.parameters import param
from jiangxin.signin.models import OneTimeCode

SENDS_TO_PHONE = limits.Limit("code to phone", most="code.sends_per_phone", span="code.span")
SENDS_FROM_ADDRESS = limits.Limit("code from address", most="code.sends_per_address", span="code.span")
MISSES_FROM_ADDRESS = limits.Limit("miss from address", most="code.tries_per_address", span="code.span")
_KEPT = timedelta(days=1)
_LOG = logging.getLogger(__name__)


class UnableToSendCode(Unable):
    """No code can be sent now."""


class CodeJustSent(UnableToSendCode):
    """The one before is still on its way."""


class UnableToEnter(Unable):
    """The code is not right, or leads to nobody."""


class PhoneUnproved(Unable):
    """A code was sent to a new telephone, and is still to be entered."""


@dataclass(frozen=True)
class Visitor:
    """Who somebody says he is: a document, the telephone to which a code goes, and from which address he asks.

    The document is cleaned (`idnumber.inspect`), the telephone tidied (`phones.tidy`).
    """

    institution: Organisation
    id_type: str
    id_number: str
    phone: str
    address: str

    @cached_property
    def subject(self) -> bytes:
        """Document and telephone together: a code for one of a family doesn't open the other's account."""
        return _digest("subject", str(self.institution.pk), self.id_type, self.id_number, self.phone)


def send_code(visitor: Visitor, *, at: datetime) -> None:
    """Send a code to the telephone, whoever may hold it; nobody is looked up, so that nothing tells who is known here.

    Raises UnableToSendCode when it was asked for too often or the message could not be sent, which counts for nothing.
    """
    code = f"{secrets.randbelow(10 ** param('code.digits').integer):0{param('code.digits').integer}d}"
    with transaction.atomic():
        _count_sending(visitor, at)
        OneTimeCode.objects.filter(sent_at__lt=at - _KEPT).delete()
        kept = OneTimeCode(
            subject=visitor.subject, digest=_digest("code", visitor.subject.hex(), code), sent_at=at,
            valid_until=at + timedelta(minutes=param("code.valid").integer),
        )  # fmt: skip
        kept.save()
    try:
        deliver(_message(visitor, code))  # outside of the transaction: a slow gateway holds no row
    except UnableToDeliver as error:
        _LOG.warning("a one-time code was not sent: %s", error)
        kept.delete()
        limits.uncount(SENDS_TO_PHONE, visitor.phone)
        limits.uncount(SENDS_FROM_ADDRESS, visitor.address)
        sentence = _("验证码没有发出去，短信服务暂时没有应答。您填写的内容都还在；请过一会儿再按一次“获取验证码”。")
        raise UnableToSendCode(sentence) from error


def _count_sending(visitor: Visitor, at: datetime) -> None:
    """Count a code to this telephone and from this address; raises UnableToSendCode where it would be too many."""
    # The telephone's tally is taken first: it stays locked, so that two at once are looked at one by one.
    pause = limits.count(SENDS_TO_PHONE, visitor.phone, at)
    least = timedelta(seconds=param("code.resend_after").integer)
    recent = OneTimeCode.objects.filter(subject=visitor.subject, used_at=None, sent_at__gt=at - least)
    if last := recent.order_by("sent_at").last():
        seconds = int((last.sent_at + least - at).total_seconds()) + 1
        raise CodeJustSent(_("验证码刚刚发出，请先看一下手机；没有收到的，%d 秒后可以重新获取。") % seconds)
    if pause:
        sentence = _("这个手机号码获取验证码的次数太多，%d 分钟以后再试；急用时请联系报名学院。")
        raise UnableToSendCode(sentence % limits.minutes(pause))
    if pause := limits.count(SENDS_FROM_ADDRESS, visitor.address, at):
        sentence = _("从这个网络获取验证码的次数太多，%d 分钟以后再试，或换手机流量再试。")
        raise UnableToSendCode(sentence % limits.minutes(pause))


def _message(visitor: Visitor, code: str) -> Message:
    """Return the message, in Chinese as gateways register it; the document's end tells apart who shares a telephone."""
    minutes = param("code.valid").integer
    with override(settings.LANGUAGE_CODE):
        text = _("【%(sender)s】验证码 %(code)s，%(minutes)d 分钟内有效，供证件尾号 %(tail)s 登录。请勿告诉他人。")
        sender = visitor.institution.short_name or visitor.institution.name
        told = {"sender": sender, "code": code, "minutes": minutes, "tail": visitor.id_number[-4:]}
        return Message(visitor.phone, "code", text % told, {"code": code, "minutes": minutes})


def enter(visitor: Visitor, code: str, *, at: datetime) -> User:
    """Return the account of the person with this document whose telephone this is; he has one from now on.

    Raises UnableToEnter for a wrong code, and, with one sentence for all reasons, when there is nobody to let in.
    """
    use_code(visitor, code, at=at)
    person = people.holder(visitor.institution, visitor.id_type, visitor.id_number, visitor.phone)
    if person is None:
        sentence = _(
            "没有证件号码和手机号码都与您填写的一致的报名。第一次报名，请从公告里的“我要报名”进入；"
            "换过手机号码的，请带身份证到报名学院更正后再登录。"
        )
        raise UnableToEnter(sentence)
    return people.account_of(person)


def register(visitor: Visitor, name: str, code: str, *, at: datetime) -> User:
    """Register who states this name, document and telephone, or find him registered so, and return his account.

    Raises UnableToEnter for a wrong code, UnableToSignUp when the document is known with another name or telephone.
    """
    use_code(visitor, code, at=at)
    stated = NewPerson(name, visitor.id_number, visitor.id_type, details={"phone": visitor.phone})
    return people.sign_up(visitor.institution, stated, by=SYSTEM, at=at)


def prove_phone(person: Person, phone: str, code: str, *, address: str, at: datetime) -> None:
    """Let pass only whoever holds a new telephone of a person; his old one needs no proof.

    With document and telephone one signs in, so that a slip would lock him out. Without a code one is sent, and
    PhoneUnproved raised; raises UnableToEnter for a wrong one, UnableToSendCode when none can be sent.
    """
    if phone == person.phone:
        return
    visitor = Visitor(person.institution, person.id_type, person.id_number, phone, address)
    if code:
        use_code(visitor, code, at=at)
        return
    send_code(visitor, at=at)
    sentence = _("手机号码要换成 %s：验证码已发到这个号码，请填写验证码再保存。号码填错了的，改正后再按一次。")
    raise PhoneUnproved(sentence % phone)


def change_phone(person: Person, phone: str, code: str, *, address: str, by: Actor, at: datetime) -> Person:
    """Change the telephone of a person who has proved that he holds the new one (`prove_phone`)."""
    prove_phone(person, phone, code, address=address, at=at)
    return people.update_contact(person, by=by, at=at, phone=phone)


def use_code(visitor: Visitor, code: str, *, at: datetime) -> None:
    """Use up a code that was sent to this visitor; raises UnableToEnter when it is none, or was tried too often."""
    if pause := limits.wait(MISSES_FROM_ADDRESS, visitor.address, at):
        sentence = _("从这个网络输错验证码的次数太多，%d 分钟以后再试，或换手机流量再试。")
        raise UnableToEnter(sentence % limits.minutes(pause))
    stated = _digest("code", visitor.subject.hex(), code.strip())
    with transaction.atomic():
        waiting = OneTimeCode.objects.select_for_update().filter(
            subject=visitor.subject, used_at=None, valid_until__gt=at, misses__lt=param("code.tries").integer
        )
        # All are compared, whichever is the right one, so that the time taken tells nothing.
        right = [kept.pk for kept in waiting.order_by("pk") if hmac.compare_digest(bytes(kept.digest), stated)]
        mine = OneTimeCode.objects.filter(subject=visitor.subject, used_at=None)
        if right:
            mine.update(used_at=at)  # an older one that is still good goes with it
        else:
            mine.update(misses=F("misses") + 1)
            limits.count(MISSES_FROM_ADDRESS, visitor.address, at)
    if not right:
        sentence = _("验证码不对，或者已经过期、已经用过。请核对最新一条短信；输错 %d 次后要重新获取。")
        raise UnableToEnter(sentence % param("code.tries").integer)


def _digest(purpose: str, *parts: str) -> bytes:
    """Return the keyed digest of parts, none of which contains a line feed."""
    return salted_hmac(f"jiangxin.signin.{purpose}", "\n".join(parts), algorithm="sha256").digest()
