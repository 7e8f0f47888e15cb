from kept.records.transit.models.parcel import Deed, Parcel, Scan, Way
from kept.records.transit.models.return_page import ReturnPage

__all__ = ["Deed", "Parcel", "ReturnPage", "Scan", "Way"]
