"""Whom we talk to at a customer."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from kept.records.archive.models.customer import Customer
from kept.records.archive.models.site import Site
from kept.records.constraints import not_blank, paired
from kept.records.people.models import Language, Person


class Contact(models.Model):
    """A person at a customer. Someone who changes employer becomes a new contact there."""

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=150)
    sort_key = models.CharField(max_length=300)
    position = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, choices=Language.choices)
    person = models.OneToOneField(Person, models.PROTECT, null=True, related_name="contact")
    sites = models.ManyToManyField(Site, through="ContactSite", related_name="contacts")
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["customer", "sort_key"], name="contact_sorted")]
        constraints = [
            not_blank("name", name="contact_has_a_name"),
            paired("left_at", "left_by", name="contact_left_by_someone"),
            models.UniqueConstraint(fields=["id", "customer"], name="contact_with_customer"),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="contact_language_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ContactSite(models.Model):
    """A contact belongs to a site; both of one customer (the migration says so)."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="places")
    site = models.ForeignKey(Site, models.PROTECT, related_name="people")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact", "site"], name="contact_site_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}@{self.site_id}"


class ContactPhone(models.Model):
    """A telephone number of a contact. Several contacts may share one."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="phones")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    number = models.CharField(max_length=16)  # E.164
    extension = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="contact_phone_number")]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "number", "extension"], name="contact_phone_once"
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[0-9]{7,15}$"), name="contact_phone_e164"
            ),
            models.CheckConstraint(
                condition=Q(extension__regex="^[0-9]*$"), name="contact_extension_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class ContactEmail(models.Model):
    """An e-mail address of a contact."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="emails")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    address = models.EmailField()

    class Meta:
        indexes = [models.Index(Lower("address"), name="contact_email_address")]
        constraints = [
            models.UniqueConstraint(Lower("address"), "contact", name="contact_email_once"),
            not_blank("address", name="contact_email_not_blank"),
        ]

    def __str__(self) -> str:
        return self.address
