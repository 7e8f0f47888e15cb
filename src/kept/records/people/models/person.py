"""A person who can sign in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kept.records.constraints import not_blank, paired


class Role(models.TextChoices):
    """What a person may be here. A customer's person is nothing else beside."""

    HOTLINE = "hotline", _("Hotline")
    DISPATCHER = "dispatcher", _("Dispatcher")
    ENGINEER = "engineer", _("Engineer")
    MANAGER = "manager", _("Manager")
    POLICY_OWNER = "policy_owner", _("Policy owner")
    STORE_KEEPER = "store_keeper", _("Store keeper")
    ACCOUNTANT = "accountant", _("Accountant")
    ADMINISTRATOR = "administrator", _("Administrator")
    CUSTOMER = "customer", _("Customer")


class Language(models.TextChoices):
    """The languages Kept speaks, each by its own name."""

    ENGLISH = "en", "English"
    SIMPLIFIED = "zh-hans", "简体中文"
    TRADITIONAL = "zh-hant", "繁體中文"


class Theme(models.TextChoices):
    """How the pages look."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class PersonQuerySet(models.QuerySet["Person"]):
    """People by what they are."""

    def active(self) -> PersonQuerySet:
        """Those who may sign in."""
        return self.filter(is_active=True)

    def with_role(self, role: Role) -> PersonQuerySet:
        """Those who have a role."""
        return self.filter(roles__contains=[role])


class PersonManager(BaseUserManager["Person"]):
    """What Django's sign-in asks for; making people is the services' work."""

    def get_queryset(self) -> PersonQuerySet:
        """Return everyone."""
        return PersonQuerySet(self.model, using=self._db)

    def active(self) -> PersonQuerySet:
        """Return those who may sign in."""
        return self.get_queryset().active()


class Person(AbstractBaseUser):
    """Someone who can sign in: one of us, or a customer's contact. Never deleted.

    What someone may do follows from `roles` alone; there is no superuser.
    """

    username = models.CharField(_("user name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    display_name = models.CharField(_("name"), max_length=150)
    sort_key = models.CharField(max_length=300)
    initials = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=32, blank=True)  # E.164
    roles = ArrayField(models.CharField(max_length=20, choices=Role.choices), default=list)
    language = models.CharField(max_length=8, choices=Language.choices, default=Language.ENGLISH)
    theme = models.CharField(max_length=8, choices=Theme.choices, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(default=True)  # single keys as commands
    time_zone = models.CharField(max_length=64, default="Asia/Shanghai")
    is_active = models.BooleanField(default=True)
    # Every change of what the person may do raises it, which ends all the person's sessions.
    access_stamp = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True)
    deactivated_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="person_username_once"),
            models.UniqueConstraint(
                Lower("email"), condition=~Q(email=""), name="person_email_once"
            ),
            models.CheckConstraint(
                condition=Q(roles__contained_by=list(Role.values)), name="person_roles_known"
            ),
            # A customer's person with a role of ours would see other customers.
            models.CheckConstraint(
                condition=~Q(roles__contains=[Role.CUSTOMER]) | Q(roles__len=1),
                name="person_customer_is_only_that",
            ),
            models.CheckConstraint(
                condition=Q(language__in=Language.values), name="person_language_known"
            ),
            models.CheckConstraint(condition=Q(theme__in=Theme.values), name="person_theme_known"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[0-9]{7,15}$"), name="person_phone_e164"
            ),
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at=None)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="person_active_until_deactivated",
            ),
            paired("deactivated_at", "deactivated_by", name="person_deactivated_by_someone"),
            not_blank("display_name", name="person_has_a_name"),
            not_blank("username", name="person_has_a_username"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def actor_id(self) -> str:
        """The key under which the ledger knows this person."""
        return f"person:{self.pk}"

    @property
    def actor_name(self) -> str:
        """The name the ledger keeps."""
        return self.display_name

    def has_role(self, *roles: Role) -> bool:
        """Say whether the person is active and has one of the roles."""
        return self.is_active and any(role in self.roles for role in roles)

    @property
    def is_administrator(self) -> bool:
        """Say whether the person looks after people and settings."""
        return self.has_role(Role.ADMINISTRATOR)

    # --- what Django asks its users -------------------------------------------------------

    @property
    def is_staff(self) -> bool:
        """Say whether the read-only admin site opens."""
        return self.is_administrator

    @property
    def is_superuser(self) -> bool:
        """Nobody: what someone may do follows from roles."""
        return False

    def has_perm(self, perm: str, _obj: models.Model | None = None) -> bool:
        """Say whether Django's admin may do something: only look, and only for administrators."""
        return self.is_administrator and perm.partition(".")[2].startswith("view_")

    def has_perms(self, perms: list[str], obj: models.Model | None = None) -> bool:
        """Say so of all of several permissions."""
        return all(self.has_perm(perm, obj) for perm in perms)

    def has_module_perms(self, _app_label: str) -> bool:
        """Say whether an application shows in the admin site."""
        return self.is_administrator

    def get_full_name(self) -> str:
        """Return the name."""
        return self.display_name

    def get_session_auth_hash(self) -> str:
        """Return what a session must match: it ends with the password and with the access."""
        return self._access_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same for the secret keys used before."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._access_hash(secret)

    def _access_hash(self, secret: str | bytes | None) -> str:
        told = f"{self.password}:{self.access_stamp}"
        salt = "kept.records.people.Person.access"
        return salted_hmac(salt, told, secret=secret, algorithm="sha256").hexdigest()
