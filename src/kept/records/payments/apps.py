"""Payments as a Django application."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Invoices and credit notes, payments, what of them belongs to what, and money we pay out."""

    name = "kept.records.payments"
    label = "payments"
    default_auto_field = "django.db.models.BigAutoField"
