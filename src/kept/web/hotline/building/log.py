"""The page on which a request is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property, partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kept.records.archive import calling
from kept.records.archive import queries as archive
from kept.records.archive.cards import CustomerCard, EquipmentCard, SiteCard
from kept.records.archive.models import Contact, Customer, Equipment, Site
from kept.records.cases.about import Surroundings, surroundings
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import cases_of_equipment, preview
from kept.records.cases.running import running_policy
from kept.records.cases.surroundings import surroundings_of_equipment
from kept.records.mail.queries import LetterCard, waiting_letter
from kept.records.people.models import Person
from kept.records.people.queries import offices
from kept.records.policies.queries import VersionCard, version_cards
from kept.records.refusal import Refused
from kept.records.telephone.models import Call
from kept.records.telephone.numbers import shown
from kept.records.telephone.queries import call_for_request
from kept.records.telephone.telling import as_told
from kept.web.common import clock_words
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed, with_serial
from kept.web.hotline import pages
from kept.web.hotline.building.answer import build_answer
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.knowledge import articles_for
from kept.web.hotline.forms.log import About, LogForm

GONE = (Equipment.DoesNotExist, Customer.DoesNotExist, Contact.DoesNotExist, Site.DoesNotExist)


@dataclass(frozen=True)
class Subject:
    """What a request is about: a machine, or a customer (perhaps a site) without one.

    The cards are read when a page shows them: who sends the form waits for none of them.
    """

    customer_id: int
    equipment_id: int | None
    site_id: int | None  # of the machine, or chosen without one
    contact_id: int | None = None
    call_id: int | None = None  # by which it is told
    letter_id: int | None = None  # or in which
    known: Surroundings | None = None  # what a machine's request touches, if it stands somewhere

    @cached_property
    def letter(self) -> LetterCard | None:
        """Return the letter, if it still waits for a decision; None without one."""
        return waiting_letter(self.letter_id) if self.letter_id else None

    @cached_property
    def call(self) -> Call | None:
        """Return the call; None without one."""
        return call_for_request(self.call_id) if self.call_id else None

    @cached_property
    def customer(self) -> CustomerCard:
        """Return who asks."""
        return archive.customer(self.customer_id)

    @cached_property
    def equipment(self) -> EquipmentCard | None:
        """Return the machine."""
        return archive.equipment(self.equipment_id) if self.equipment_id else None

    @cached_property
    def site(self) -> SiteCard | None:
        """Return where it is."""
        if self.equipment is not None:
            return self.equipment.site
        return archive.site(self.site_id) if self.site_id else None

    @property
    def query(self) -> str:
        """Return the same as the address's question."""
        parts = []
        if self.equipment_id:
            parts.append(f"equipment={self.equipment_id}")
        else:
            parts.append(f"customer={self.customer_id}")
            parts += [f"site={self.site_id}"] if self.site_id else []
            parts.append("machine=none")
        return "?" + "&".join(parts) + self.caller

    @property
    def others(self) -> str:
        """Return the address's question for what else the same customer has."""
        return f"?customer={self.customer_id}{self.caller}"

    @property
    def caller(self) -> str:
        """Return the end of an address that keeps who asks, and by which call."""
        contact = f"&contact={self.contact_id}" if self.contact_id else ""
        letter = f"&letter={self.letter_id}" if self.letter_id else ""
        return contact + (f"&call={self.call_id}" if self.call_id else "") + letter


@dataclass(frozen=True)
class Desk:
    """A subject with the policy that holds for it."""

    subject: Subject
    about: About
    version_id: int
    contract: str
    calling: Callable[[int], Surroundings | None]  # what the request touches, with who calls
    known: Surroundings

    def known_with(self, contact_id: int | None) -> Surroundings:
        """Return what the request touches, with who calls as far as that was read."""
        return (self.calling(contact_id) if contact_id else None) or self.known

    @cached_property
    def version(self) -> VersionCard:
        """Return the version of the policy."""
        return version_cards({self.version_id})[self.version_id]


def piece_named(subject: Subject, reader: Reader) -> str:
    """Return what a request is about, in a line."""
    piece = subject.equipment
    if piece is None:
        return _("No certain machine")
    product = piece.product
    name = f"{product.brand} {product.code} {reader.name(product.names)}"
    return with_serial(name, piece.serial_number)


def desk_for(subject: Subject, reader: Reader, *, at: datetime) -> Desk:
    """Return which policy holds for a subject. Raises what `surroundings` refuses."""
    offered = _offices(subject, reader)
    known = subject.known or surroundings(_empty(subject, offered), at=at)
    calling_now = cache(known.with_caller)
    running = running_policy(known.version_id, known.overrides, sha256=known.sha256)
    return Desk(
        subject=subject,
        about=About(
            policy=running.policy,
            customer_id=subject.customer_id,
            equipment_id=subject.equipment_id,
            site_id=subject.site_id,
            contacts=cache(partial(_contacts, subject)),
            may_call=lambda contact_id: calling_now(contact_id) is not None,
            offices=offered,
            call=subject.call,
        ),
        version_id=known.version_id,
        contract=known.contract.number if known.contract else "",
        calling=calling_now,
        known=known,
    )


def _empty(subject: Subject, offered: tuple[tuple[str, str], ...]) -> LogRequest:
    """Return a request that says only what it is about."""
    return LogRequest(
        customer_id=subject.customer_id,
        equipment_id=subject.equipment_id,
        site_id=subject.site_id,
        office_id=int(offered[0][0]) if offered else None,
        channel="",
        case_type="",
        requested_at=datetime.min,  # noqa: DTZ901  # not looked at: only what is known around it
        description="",
    )


def _offices(subject: Subject, reader: Reader) -> tuple[tuple[str, str], ...]:
    if subject.site_id:
        return ()
    return tuple((str(office.pk), reader.name(office.names)) for office in offices())


def _contacts(subject: Subject) -> list[tuple[str, str]]:
    """Return who may be calling: those of the site first."""
    found = calling.callers(subject.customer_id, site_id=subject.site_id)
    return [(str(caller.pk), _caller(caller)) for caller in found]


def _caller(caller: calling.Caller) -> str:
    more = [caller.position, str(caller.phone) if caller.phone else ""]
    return ", ".join([caller.name, *(part for part in more if part)])


def build_log(
    desk: Desk, form: LogForm, answer: pages.Answer | None, *, viewer: Person, reader: Reader
) -> pages.LogPage:
    """Return the page with the form, the answer beside it, and similar open cases."""
    subject = desk.subject
    others = reverse("hotline:log") + subject.others
    return pages.LogPage(
        now=reader.now,
        find_url=reverse("hotline:log"),
        chosen=pages.Chosen(
            equipment=piece_named(subject, reader),
            detail=" · ".join(_details(desk, reader)),
            customer=pages.Link(label=reader.name(subject.customer.names), url=others),
            change_url=others,
        ),
        call=call_shown(subject.call),
        form=form,
        sections=form.sections(),
        preview_url=reverse("hotline:log_preview") + subject.query,
        draft_key=f"log{subject.query}",
        answer=answer,
        similar=_similar(subject, viewer),
    )


def _details(desk: Desk, reader: Reader) -> list[str]:
    subject, site = desk.subject, desk.subject.site
    found = []
    if site is not None:
        places = [reader.name(part.names) for part in site.territory[1:]]
        found.append(listed([reader.name(site.names), *places]))
    found.append(policy_words(desk))
    if subject.equipment and subject.equipment.retired_on:
        gone = clock_words.date_words(subject.equipment.retired_on)
        found.append(_("taken out of use on {date}").format(date=gone))
    return found


def call_shown(call: Call | None) -> pages.CallShown | None:
    """Return the call by which a request is told, for the head of the form."""
    if call is None:
        return None
    number = shown(call.other, call.other_text) or pgettext("a telephone", "no number")
    return pages.CallShown(
        title=number,
        state=call_words(call),
        url=reverse("hotline:call", args=[call.pk]),
    )


def call_words(call: Call) -> str:
    """Return what the form need not ask, because the call says it."""
    began = f"{timezone.localtime(call.started_at):%H:%M:%S}"
    if call.is_missed:
        return _("Called at {began}; nobody answered.").format(began=began)
    if call.answered_at is None:
        return _("Called at {began}.").format(began=began)
    answered = f"{timezone.localtime(call.answered_at):%H:%M:%S}"
    return _("Called at {began}, answered at {answered}.").format(began=began, answered=answered)


def policy_words(desk: Desk) -> str:
    """Return which policy holds, and by which contract."""
    version = desk.version
    holes = {"code": version.policy_code, "number": version.number, "contract": desk.contract}
    if desk.contract:
        return _("policy {code}, version {number}, contract {contract}").format(**holes)
    return _("policy {code}, version {number}, no contract").format(**holes)


def _similar(subject: Subject, viewer: Person) -> list[pages.Link]:
    if subject.equipment_id is None:
        return []
    found = cases_of_equipment(subject.equipment_id, viewer=viewer)
    return [
        pages.Link(label=line.number, url=reverse("hotline:case", args=[line.number]))
        for line in found
        if line.state == "open"
    ]


def answer_for(desk: Desk, form: LogForm, reader: Reader, *, viewer: Person) -> pages.Answer:
    """Return what would be promised for the form as it is filled in so far."""
    policy = policy_words(desk)
    if not form.is_bound:
        form = LogForm(_first(form), about=desk.about, reader=reader)
    broken = set(form.errors) - {"description", "key"}
    if broken:
        wrong = listed(str(form[name].label) for name in sorted(broken) if name in form.fields)
        sentence = _("Please look at this first: {fields}.").format(fields=wrong)
        return pages.Answer(policy=policy, groups=(), problem=sentence)
    try:
        request, call = form.request(reader.now), desk.subject.call
        told = as_told(request, call, desk.about.policy) if call else request
        found = preview(request=told, at=reader.now)
    except Refused as refused:
        return pages.Answer(policy=policy, groups=(), problem=str(refused))
    clauses = Clauses(found.policy, desk.version.policy_code, desk.version.number)
    words, piece = str(form.cleaned_data.get("description", "")), desk.subject.equipment
    family = piece.product.family if piece else ""
    known = articles_for(words, family, viewer=viewer, reader=reader)
    return replace(build_answer(found, policy, clauses, reader), articles=known)


def _first(form: LogForm) -> dict[str, object]:
    """Return what a new form says before anyone types."""
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def subject_of(asked: dict[str, int], *, without_machine: bool, at: datetime) -> Subject | None:
    """Return what an address names; None if it does not name enough.

    Raises one of GONE, and what `surroundings` refuses.
    """
    contact_id, ways = asked.get("contact"), (asked.get("call"), asked.get("letter"))
    employer = calling.customer_of_contact(contact_id) if contact_id else None
    if "equipment" in asked:
        return _machine(asked["equipment"], contact_id, *ways, at=at)
    if not without_machine:
        return None
    if "site" in asked:
        site = archive.site(asked["site"])
        return Subject(site.customer_id, None, site.pk, contact_id, *ways)
    customer_id = asked.get("customer") or employer
    if customer_id is None:
        return None
    customer = archive.customer(customer_id)
    only = customer.sites[0].pk if len(customer.sites) == 1 else None
    return Subject(customer_id, None, only, contact_id, *ways)


def _machine(
    pk: int, contact_id: int | None, call_id: int | None, letter_id: int | None, *, at: datetime
) -> Subject:
    known = surroundings_of_equipment(pk, at=at)
    if known is None:
        customer_id = calling.customer_of_equipment(pk)
        return Subject(customer_id, pk, None, contact_id, call_id, letter_id)
    site_id = known.site.pk if known.site else None
    return Subject(known.customer.pk, pk, site_id, contact_id, call_id, letter_id, known)
