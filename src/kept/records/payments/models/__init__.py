from kept.records.payments.models.asking import Deposit, PayLink
from kept.records.payments.models.checkout import Checkout, Notification
from kept.records.payments.models.invoice import Invoice, InvoiceKind, InvoiceLine, InvoiceTax
from kept.records.payments.models.matching import Matching, OpenItem
from kept.records.payments.models.payment import Method, Payment
from kept.records.payments.models.payout import Payout, PayoutKind, Sending

__all__ = [
    "Checkout",
    "Deposit",
    "Invoice",
    "InvoiceKind",
    "InvoiceLine",
    "InvoiceTax",
    "Matching",
    "Method",
    "Notification",
    "OpenItem",
    "PayLink",
    "Payment",
    "Payout",
    "PayoutKind",
    "Sending",
]
