from kept.records.prices.models.price import Band, Price, PriceItem, PriceList
from kept.records.prices.models.tax import Tax, TaxRate

__all__ = ["Band", "Price", "PriceItem", "PriceList", "Tax", "TaxRate"]
