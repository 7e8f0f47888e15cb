from kept.records.prices.services.importing import Mistake, PriceFileWrong, import_prices
from kept.records.prices.services.lists import (
    ListDetails,
    ListFixed,
    NoSuchList,
    close_price_list,
    open_price_list,
)
from kept.records.prices.services.pricing import (
    AmountUnclear,
    ItemDetails,
    NewPrice,
    PeriodsOverlap,
    set_price,
)
from kept.records.prices.services.taxes import (
    RateUnclear,
    TaxDetails,
    register_tax,
    set_tax,
    set_tax_rate,
)

__all__ = [
    "AmountUnclear",
    "ItemDetails",
    "ListDetails",
    "ListFixed",
    "Mistake",
    "NewPrice",
    "NoSuchList",
    "PeriodsOverlap",
    "PriceFileWrong",
    "RateUnclear",
    "TaxDetails",
    "close_price_list",
    "import_prices",
    "open_price_list",
    "register_tax",
    "set_price",
    "set_tax",
    "set_tax_rate",
]
