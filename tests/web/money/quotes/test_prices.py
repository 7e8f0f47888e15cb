"""Price lists on their pages: who may set a price, and a file with all its mistakes."""

from django.core.files.uploadedfile import SimpleUploadedFile

from kept.records.prices.models import Price, PriceList, TaxRate
from tests.web.money.quotes.conftest import text


def test_a_manager_opens_a_list_and_sets_a_price(counter, manager):
    opened = manager.post(
        "/prices/", {"code": "NEW", "name": "New", "basis": "price_list", "currency": "CNY"}
    )
    made = PriceList.objects.get(code="NEW")
    assert opened["Location"] == f"/prices/{made.pk}/"

    price = {"component": "travel", "code": "KM", "name": "Kilometre", "unit": "km"}
    price |= {"amount": "2.80", "valid_from": "2026-01-01"}
    assert manager.post(f"/prices/{made.pk}/", price).status_code == 302

    said = text(manager.get(f"/prices/{made.pk}/"))
    assert "KM Kilometre" in said
    assert "CNY 2.80 from 1 Jan 2026 on" in said


def test_BL_04_an_amount_that_cannot_be_paid_is_refused_in_words(counter, manager):
    price = {"component": "travel", "code": "KM", "name": "Km", "unit": "km"}
    price |= {"amount": "0.001", "valid_from": "2026-01-01"}
    answer = manager.post(f"/prices/{counter.shop.list.pk}/", price)

    assert answer.status_code == 422
    assert "A price is zero or more" in text(answer)


def test_a_file_says_every_mistake_and_changes_nothing(counter, manager):
    before = Price.objects.count()
    rows = (
        b"component,code,name,amount,valid_from\ntravel,KM,Km,x,2026-01-01\nmagic,A,B,1,2026-99\n"
    )
    address = f"/prices/{counter.shop.list.pk}/file/"
    answer = manager.post(address, {"file": SimpleUploadedFile("p.csv", rows)})

    assert answer.status_code == 422
    assert "line 2:" in text(answer)
    assert "line 3:" in text(answer)
    assert Price.objects.count() == before


def test_a_rate_is_set(counter, manager):
    tax = {"code": "VAT", "name": "VAT", "country": "tw", "per_cent": "5", "components": ["parts"]}
    answer = manager.post("/prices/taxes/", tax | {"valid_from": "2026-01-01"})

    assert answer.status_code == 302
    assert TaxRate.objects.get(tax__code="VAT").tax.country_code == "TW"


def test_the_desk_looks_and_sets_nothing(counter, client):
    assert "Set a price" not in text(client.get(f"/prices/{counter.shop.list.pk}/"))
    assert client.post("/prices/", {"code": "X"}).status_code == 403
