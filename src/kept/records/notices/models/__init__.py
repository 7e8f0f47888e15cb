from kept.records.notices.models.heartbeat import Heartbeat
from kept.records.notices.models.notice import Channel, Delivery, Notice

__all__ = ["Channel", "Delivery", "Heartbeat", "Notice"]
