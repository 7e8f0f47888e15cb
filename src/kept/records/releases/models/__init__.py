from kept.records.releases.models.giving import Giving, Kind, Release

__all__ = ["Giving", "Kind", "Release"]
