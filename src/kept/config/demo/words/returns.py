"""What is said about goods that come back."""

from __future__ import annotations

from kept.config.demo.words.fault import Phrase

ASKED = Phrase("现场无法处理，客户希望寄回维修", "It cannot be repaired on site; they send it in")
GAUGES = Phrase("压力表", "Pressure gauge")
MODULES = Phrase("通信模块", "Communication module")
FOUND = Phrase("外壳进水，电路板腐蚀", "Water in the housing, the board is corroded")
TO_MAKER = Phrase("须由原厂修复", "Only the maker can repair it")
TOLD = Phrase("已告知客户须送原厂，预计下周返回", "They know that the maker has it until next week")
URGENT = Phrase("生产线停产，先发替换件", "Their line stands still: a replacement goes ahead")
NEVERTHELESS = Phrase("与客户口头商定", "Agreed with the customer by telephone")
AGREED = Phrase("不含运费", "Without the freight")
CLAIMED = Phrase("批次质量问题，向原厂索赔", "A fault of the lot: claimed from the maker")
NOTE = Phrase("带电源线和说明书", "With its cable and manual")
