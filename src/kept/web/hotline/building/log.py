"""The page on which a request is logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from kept.records.archive import queries as archive
from kept.records.archive.cards import ContactCard, CustomerCard, EquipmentCard, SiteCard
from kept.records.archive.models import Contact, Customer, Equipment, Site
from kept.records.cases.about import surroundings
from kept.records.cases.asking import LogRequest
from kept.records.cases.queries import cases_of_equipment, preview
from kept.records.cases.running import running_policy
from kept.records.people.models import Person
from kept.records.people.queries import offices
from kept.records.policies.queries import version_cards
from kept.records.refusal import Refused
from kept.web.hotline import pages
from kept.web.hotline.building.answer import build_answer
from kept.web.hotline.building.clauses import Clauses
from kept.web.hotline.building.reader import Reader
from kept.web.hotline.forms.log import About, LogForm

GONE = (Equipment.DoesNotExist, Customer.DoesNotExist, Contact.DoesNotExist, Site.DoesNotExist)


@dataclass(frozen=True)
class Subject:
    """What a request is about: a machine, or a customer (perhaps a site) without one."""

    customer: CustomerCard
    equipment: EquipmentCard | None
    site: SiteCard | None
    contact_id: int | None = None

    @property
    def query(self) -> str:
        """Return the same as the address's question."""
        parts = []
        if self.equipment is not None:
            parts.append(f"equipment={self.equipment.pk}")
        else:
            parts.append(f"customer={self.customer.pk}")
            parts += [f"site={self.site.pk}"] if self.site else []
            parts.append("machine=none")
        parts += [f"contact={self.contact_id}"] if self.contact_id else []
        return "?" + "&".join(parts)


@dataclass(frozen=True)
class Desk:
    """A subject with the policy that holds for it."""

    subject: Subject
    about: About
    version_id: int
    code: str
    number: int
    contract: str
    overrides: list[dict[str, object]]


def piece_named(subject: Subject, reader: Reader) -> str:
    """Return what a request is about, in a line."""
    piece = subject.equipment
    if piece is None:
        return _("No certain machine")
    product = piece.product
    name = f"{product.brand} {product.code} {reader.name(product.names)}"
    return _("{name}, SN {serial}").format(name=name, serial=piece.serial_number)


def desk_for(subject: Subject, reader: Reader, *, at: datetime) -> Desk:
    """Return which policy holds for a subject. Raises what `surroundings` refuses."""
    offered = _offices(subject, reader)
    known = surroundings(_empty(subject, offered), at=at)
    running = running_policy(known.version_id, known.overrides)
    version = version_cards({known.version_id})[known.version_id]
    return Desk(
        subject=subject,
        about=About(
            policy=running.policy,
            customer_id=subject.customer.pk,
            equipment_id=subject.equipment.pk if subject.equipment else None,
            site_id=subject.site.pk if subject.site else None,
            contacts=tuple(_contacts(subject)),
            offices=offered,
        ),
        version_id=known.version_id,
        code=version.policy_code,
        number=version.number,
        contract=known.contract.number if known.contract else "",
        overrides=known.overrides,
    )


def _empty(subject: Subject, offered: tuple[tuple[str, str], ...]) -> LogRequest:
    """Return a request that says only what it is about."""
    return LogRequest(
        customer_id=subject.customer.pk,
        equipment_id=subject.equipment.pk if subject.equipment else None,
        site_id=subject.site.pk if subject.site else None,
        office_id=int(offered[0][0]) if offered else None,
        channel="",
        case_type="",
        requested_at=datetime.min,  # noqa: DTZ901  # not looked at: only what is known around it
        description="",
    )


def _offices(subject: Subject, reader: Reader) -> tuple[tuple[str, str], ...]:
    if subject.site is not None or (subject.equipment and subject.equipment.site):
        return ()
    return tuple((str(office.pk), reader.name(office.names)) for office in offices())


def _contacts(subject: Subject) -> list[tuple[str, str]]:
    """Return who may be calling: those of the site first."""
    site = subject.site or (subject.equipment.site if subject.equipment else None)
    here = [c for c in subject.customer.contacts if not c.has_left]
    here.sort(key=lambda c: not (site is not None and site.pk in c.site_ids))
    return [(str(c.pk), _contact(c)) for c in here]


def _contact(contact: ContactCard) -> str:
    more = [contact.position, *(str(phone) for phone in contact.phones[:1])]
    return ", ".join([contact.name, *(part for part in more if part)])


def build_log(
    desk: Desk, form: LogForm, answer: pages.Answer | None, *, viewer: Person, reader: Reader
) -> pages.LogPage:
    """Return the page with the form, the answer beside it, and similar open cases."""
    subject = desk.subject
    return pages.LogPage(
        now=reader.now,
        find_url=reverse("hotline:log"),
        chosen=pages.Chosen(
            equipment=piece_named(subject, reader),
            detail=" · ".join(_details(desk, reader)),
            customer=pages.Link(
                label=reader.name(subject.customer.names),
                url=f"{reverse('hotline:log')}?customer={subject.customer.pk}",
            ),
            change_url=f"{reverse('hotline:log')}?customer={subject.customer.pk}",
        ),
        form=form,
        sections=form.sections(),
        preview_url=reverse("hotline:log_preview") + subject.query,
        draft_key=f"log{subject.query}",
        answer=answer,
        similar=_similar(subject, viewer),
    )


def _details(desk: Desk, reader: Reader) -> list[str]:
    subject = desk.subject
    site = subject.site or (subject.equipment.site if subject.equipment else None)
    found = []
    if site is not None:
        places = [reader.name(part.names) for part in site.territory[1:]]
        found.append(", ".join([reader.name(site.names), *dict.fromkeys(places)]))
    found.append(policy_words(desk))
    if subject.equipment and subject.equipment.retired_on:
        found.append(_("taken out of use on {date}").format(date=subject.equipment.retired_on))
    return found


def policy_words(desk: Desk) -> str:
    """Return which policy holds, and by which contract."""
    holes = {"code": desk.code, "number": desk.number, "contract": desk.contract}
    if desk.contract:
        return _("policy {code}, version {number}, contract {contract}").format(**holes)
    return _("policy {code}, version {number}, no contract").format(**holes)


def _similar(subject: Subject, viewer: Person) -> list[pages.Link]:
    if subject.equipment is None:
        return []
    found = cases_of_equipment(subject.equipment.pk, viewer=viewer)
    return [
        pages.Link(label=line.number, url=reverse("hotline:case", args=[line.number]))
        for line in found
        if line.state == "open"
    ]


def answer_for(desk: Desk, form: LogForm, reader: Reader) -> pages.Answer:
    """Return what would be promised for the form as it is filled in so far."""
    policy = policy_words(desk)
    if not form.is_bound:
        form = LogForm(_first(form), about=desk.about, reader=reader)
    broken = set(form.errors) - {"description", "key"}
    if broken:
        wrong = "; ".join(str(form[name].label) for name in sorted(broken) if name in form.fields)
        sentence = _("Please look at this first: {fields}.").format(fields=wrong)
        return pages.Answer(policy=policy, groups=(), problem=sentence)
    try:
        found = preview(request=form.request(reader.now), at=reader.now)
    except Refused as refused:
        return pages.Answer(policy=policy, groups=(), problem=str(refused))
    clauses = Clauses(found.policy, desk.code, desk.number)
    return build_answer(found, policy, clauses, reader)


def _first(form: LogForm) -> dict[str, object]:
    """Return what a new form says before anyone types."""
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def subject_of(asked: dict[str, int], *, without_machine: bool) -> Subject | None:
    """Return what an address names; None if it does not name enough. Raises one of GONE."""
    contact = archive.contact(asked["contact"]) if "contact" in asked else None
    contact_id = contact.pk if contact else None
    if "equipment" in asked:
        piece = archive.equipment(asked["equipment"])
        return Subject(archive.customer(piece.customer_id), piece, piece.site, contact_id)
    if not without_machine:
        return None
    if "site" in asked:
        site = archive.site(asked["site"])
        return Subject(archive.customer(site.customer_id), None, site, contact_id)
    customer_id = asked.get("customer") or (contact.customer_id if contact else None)
    if customer_id is None:
        return None
    customer = archive.customer(customer_id)
    only = customer.sites[0] if len(customer.sites) == 1 else None
    return Subject(customer, None, only, contact_id)
