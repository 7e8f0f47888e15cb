"""Addresses of money."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.money import claims, claims_made_good, invoices, losses, paying, paying_notices
from kept.web.money.views import charges, prices, quoting, quoting_by_link

app_name = "money"

urlpatterns: list[URLPattern] = [
    path("invoices/", invoices.invoices, name="invoices"),
    path("invoices/table.csv", invoices.invoices_csv, name="invoices_csv"),
    path("invoices/<str:invoice>/", invoices.invoice, name="invoice"),
    path("invoices/<str:invoice>/invoice.pdf", invoices.invoice_pdf, name="invoice_pdf"),
    path("invoices/<str:invoice>/credit/", invoices.invoice_credit, name="invoice_credit"),
    path("invoices/<str:invoice>/pay/", paying.invoice_pay, name="invoice_pay"),
    path("invoices/<str:invoice>/online/", paying.checkout, name="checkout"),
    path("payments/", paying.payments, name="payments"),
    path("payments/notify/", paying_notices.notify, name="notify"),
    path("payments/<int:payment>/", paying.payment, name="payment"),
    path("payments/<int:payment>/match/", paying.payment_match, name="payment_match"),
    path("payments/<int:payment>/refund/", paying.payment_refund, name="payment_refund"),
    path("payments/matched/<int:match>/undo/", paying.match_undo, name="match_undo"),
    path("payouts/", paying.payouts, name="payouts"),
    path("payouts/<int:payout>/sent/", paying.payout_sent, name="payout_sent"),
    path("claims/", claims.claims, name="claims"),
    path("claims/bills/<int:bill>/", claims.bill_decide, name="bill_decide"),
    path("claims/decisions/<int:decision>/", claims.decision_review, name="decision_review"),
    path("claims/cases/<str:number>/<str:rule>/", claims.claim_decide, name="claim_decide"),
    path("losses/", losses.loss_ledger, name="losses"),
    path("losses/table.csv", losses.losses_csv, name="losses_csv"),
    path("cases/<str:number>/made-good/", claims_made_good.made_good, name="made_good"),
    path("cases/<str:number>/invoice/", invoices.invoice_new, name="invoice_new"),
    path("cases/<str:number>/payment/", paying.case_pay, name="case_pay"),
    path("cases/<str:number>/claim/<str:rule>/", claims.claim_make, name="claim_make"),
    path("cases/<str:number>/bill/", claims.bill_new, name="bill_new"),
    path("cases/<str:number>/goodwill/", claims.goodwill, name="goodwill"),
    path("cases/<str:number>/charges/", charges.charges, name="charges"),
    path("cases/<str:number>/charges/answer/", charges.charges_answer, name="charges_answer"),
    path("cases/<str:number>/charges/goodwill/", charges.goodwill, name="charges_goodwill"),
    path("cases/<str:number>/quotes/begin/", quoting.quote_begin, name="quote_begin"),
    path("quotes/", quoting.quotes, name="quotes"),
    path("quotes/<str:quote>/", quoting.quote_page, name="quote"),
    path("quotes/<str:quote>/lines/", quoting.quote_lines, name="quote_lines"),
    path("quotes/<str:quote>/add/", quoting.quote_add, name="quote_add"),
    path("quotes/<str:quote>/type/", quoting.quote_type, name="quote_type"),
    path("quotes/<str:quote>/send/", quoting.quote_send, name="quote_send"),
    path("quotes/<str:quote>/say/", quoting.quote_say, name="quote_say"),
    path("quotes/<str:quote>/answer/", quoting.quote_answer, name="quote_answer"),
    path("quotes/<str:quote>/withdraw/", quoting.quote_withdraw, name="quote_withdraw"),
    path("quotes/<str:quote>/link/end/", quoting.quote_link_end, name="quote_link_end"),
    path("quotes/<str:quote>/<int:version>.pdf", quoting.quote_pdf, name="quote_pdf"),
    path("q/<str:offer>/", quoting_by_link.quote_by_link, name="quote_by_link"),
    path("q/<str:offer>/ask/", quoting_by_link.quote_ask, name="quote_ask"),
    path("q/<str:offer>/quote.pdf", quoting_by_link.quote_by_link_pdf, name="quote_by_link_pdf"),
    path("prices/", prices.prices, name="prices"),
    path("prices/taxes/", prices.taxes, name="taxes"),
    path("prices/<int:price_list>/", prices.price_list_page, name="price_list"),
    path("prices/<int:price_list>/file/", prices.price_file, name="price_file"),
    path("prices/<int:price_list>/close/", prices.price_list_close, name="price_list_close"),
]
