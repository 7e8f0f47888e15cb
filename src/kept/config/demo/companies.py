"""The customers of the demo company and where their equipment stands. All of them are invented."""

from __future__ import annotations

from dataclasses import dataclass

from kept.config.demo.staff import CHENGDU, NANJING


@dataclass(frozen=True)
class Spot:
    """A site: its names, its territory, how far it is by road, and who looks after it."""

    zh: str
    en: str
    territory: str
    km: int
    office: str = NANJING


@dataclass(frozen=True)
class Company:
    """A customer; `policies` are those of its contracts, the main one first, perhaps none."""

    zh: str
    en: str
    short: str
    trade: str
    pieces: int
    policies: tuple[str, ...]
    spots: tuple[Spot, ...]
    key: bool = False
    abroad: str = ""  # the country whose language and numbers its people use


COMPANIES = (
    Company(
        "云杉渡数据中心有限公司",
        "Spruce Ferry Data Centres",
        "云杉渡",
        "data",
        20,
        ("S3a", "S2"),
        (
            Spot("嘉定机房", "Jiading hall", "CN-310100", 312),
            Spot("江宁二号楼", "Jiangning building 2", "CN-320100", 14),
            Spot("天府机房", "Tianfu hall", "CN-510100", 32, CHENGDU),
        ),
        key=True,
    ),
    Company(
        "听澜渡水务集团",
        "Tidewatch Water Group",
        "听澜渡水务",
        "water",
        18,
        ("S3c", "S4c"),
        (
            Spot("北岸净水厂", "North bank waterworks", "CN-320100", 26),
            Spot("滨江污水处理厂", "Riverside sewage works", "CN-320500", 218),
            Spot("青龙泵站", "Qinglong pumping station", "CN-321000", 96),
        ),
        key=True,
    ),
    Company(
        "鹤见川化工有限公司",
        "Crane River Chemical",
        "鹤见川化工",
        "chemical",
        11,
        ("S0", "S4a"),
        (
            Spot("乙烯罐区", "Ethylene tank farm", "CN-320100", 41),
            Spot("三号装置", "Unit 3", "CN-320700", 320),
        ),
    ),
    Company(
        "棠梨湾纺织有限公司",
        "Pear Bay Textiles",
        "棠梨湾纺织",
        "textile",
        12,
        ("S3b",),
        (
            Spot("一织造车间", "Weaving hall 1", "CN-330600", 287),
            Spot("二织造车间", "Weaving hall 2", "CN-330600", 288),
        ),
    ),
    Company(
        "望舒谷冷链物流有限公司",
        "Moonvale Cold Chain Logistics",
        "望舒谷冷链",
        "cold",
        10,
        ("S4b", "S2"),
        (
            Spot("空港冷库", "Airport cold store", "CN-510100", 24, CHENGDU),
            Spot("龙泉配送中心", "Longquan depot", "CN-510100", 38, CHENGDU),
        ),
    ),
    Company(
        "半夏里制药有限公司",
        "Pinellia Lane Pharmaceuticals",
        "半夏里制药",
        "pharma",
        9,
        ("S4a", "S4d"),
        (
            Spot("原料药车间", "API plant", "CN-321200", 148),
            Spot("质检中心", "Quality laboratory", "CN-321200", 151),
        ),
    ),
    Company(
        "青鹭汀人民医院",
        "Egret Shore People's Hospital",
        "青鹭汀医院",
        "hospital",
        9,
        ("S2",),
        (
            Spot("住院部", "Ward building", "CN-320200", 183),
            Spot("检验科", "Laboratory", "CN-320200", 183),
        ),
    ),
    Company(
        "砚北坡发电有限公司",
        "Inkstone Hill Power",
        "砚北坡电厂",
        "power",
        10,
        ("S2", "S3c"),
        (
            Spot("一号机组", "Unit 1", "CN-340200", 104),
            Spot("升压站", "Step-up substation", "CN-340200", 106),
        ),
    ),
    Company(
        "松烟岭造纸有限公司",
        "Pinesmoke Ridge Paper",
        "松烟岭造纸",
        "paper",
        8,
        ("S1",),
        (
            Spot("二号纸机", "Paper machine 2", "CN-370300", 562),
            Spot("制浆车间", "Pulp mill", "CN-370300", 563),
        ),
    ),
    Company(
        "白露洲钢铁有限公司",
        "White Dew Island Steel",
        "白露洲钢铁",
        "steel",
        10,
        ("S0", "S4c"),
        (
            Spot("热轧线", "Hot rolling mill", "CN-340500", 58),
            Spot("高炉区", "Blast furnace", "CN-340500", 60),
        ),
    ),
    Company(
        "桐花巷数据科技有限公司",
        "Tung Blossom Data",
        "桐花巷数据",
        "data",
        8,
        ("S3a",),
        (Spot("滨江机房", "Binjiang hall", "CN-330100", 268),),
    ),
    Company(
        "沅芷湖水务有限公司",
        "Angelica Lake Water",
        "沅芷湖水务",
        "water",
        7,
        ("S4c",),
        (Spot("城东水厂", "East waterworks", "CN-430600", 830),),
    ),
    Company(
        "石榴溪化工有限公司",
        "Pomegranate Creek Chemical",
        "石榴溪化工",
        "chemical",
        8,
        ("S4a",),
        (
            Spot("聚合车间", "Polymerisation", "CN-330200", 402),
            Spot("公用工程站", "Utilities", "CN-330200", 403),
        ),
    ),
    Company(
        "雁回塘纺织有限公司",
        "Wild Goose Pond Weaving",
        "雁回塘纺织",
        "textile",
        8,
        ("S3b",),
        (Spot("喷气车间", "Air-jet hall", "CN-320600", 262),),
    ),
    Company(
        "霜见冷藏有限公司",
        "Hoarfrost Cold Storage",
        "霜见冷藏",
        "cold",
        6,
        ("S4b",),
        (Spot("一号冷库", "Cold store 1", "CN-350200", 948),),
    ),
    Company(
        "杏林坞制药有限公司",
        "Apricot Grove Pharma",
        "杏林坞制药",
        "pharma",
        7,
        ("S4d",),
        (Spot("制剂楼", "Dosage form building", "CN-330100", 276),),
    ),
    Company(
        "蒲公英妇幼医院",
        "Dandelion Women's and Children's Hospital",
        "蒲公英医院",
        "hospital",
        6,
        ("S4d",),
        (Spot("疫苗库", "Vaccine store", "CN-340100", 176),),
    ),
    Company(
        "落星坡新能源有限公司",
        "Starfall Hill Renewables",
        "落星坡新能源",
        "power",
        7,
        ("S3c",),
        (Spot("升压站", "Substation", "CN-370600", 790),),
    ),
    Company(
        "芦雪庭纸业有限公司",
        "Reedsnow Paper",
        "芦雪庭纸业",
        "paper",
        6,
        ("S1",),
        (Spot("生活用纸车间", "Tissue mill", "CN-321000", 92),),
    ),
    Company(
        "金粟里特钢有限公司",
        "Golden Millet Special Steel",
        "金粟里特钢",
        "steel",
        7,
        ("S0",),
        (Spot("轧辊车间", "Roll shop", "CN-320400", 132),),
    ),
    Company(
        "峨影云计算有限公司",
        "Emei Shadow Cloud",
        "峨影云",
        "data",
        9,
        ("S3a", "S2"),
        (
            Spot("高新机房", "Gaoxin hall", "CN-510100", 9, CHENGDU),
            Spot("贵安机房", "Gui'an hall", "CN-520100", 705, CHENGDU),
        ),
    ),
    Company(
        "锦江源水务有限公司",
        "Brocade Spring Water",
        "锦江源水务",
        "water",
        8,
        ("S3c",),
        (
            Spot("六水厂", "Waterworks 6", "CN-510100", 27, CHENGDU),
            Spot("加压站", "Booster station", "CN-510100", 19, CHENGDU),
        ),
    ),
    Company(
        "蜀葵岭化工有限公司",
        "Hollyhock Ridge Chemical",
        "蜀葵岭化工",
        "chemical",
        8,
        ("S0",),
        (Spot("氯碱装置", "Chlor-alkali plant", "CN-510300", 212, CHENGDU),),
    ),
    Company(
        "山茶坞纺织有限公司",
        "Camellia Hollow Textiles",
        "山茶坞纺织",
        "textile",
        6,
        ("S3b",),
        (Spot("织造一部", "Weaving 1", "CN-511300", 221, CHENGDU),),
    ),
    Company(
        "巴山雾冷链有限公司",
        "Bashan Mist Cold Chain",
        "巴山雾冷链",
        "cold",
        6,
        ("S4b",),
        (Spot("渝北冷库", "Yubei cold store", "CN-500000", 318, CHENGDU),),
    ),
    Company(
        "天麻谷生物制药有限公司",
        "Gastrodia Valley Biotech",
        "天麻谷生物",
        "pharma",
        6,
        ("S4a",),
        (Spot("发酵车间", "Fermentation", "CN-530100", 862, CHENGDU),),
    ),
    Company(
        "青稞地区医院",
        "Highland Barley District Hospital",
        "青稞医院",
        "hospital",
        5,
        ("S1",),
        (Spot("门诊楼", "Outpatient building", "CN-630100", 940, CHENGDU),),
    ),
    Company(
        "秦岭雪水电有限公司",
        "Qinling Snow Hydropower",
        "秦岭雪水电",
        "power",
        7,
        ("S2",),
        (Spot("二级电站", "Power station 2", "CN-610700", 402, CHENGDU),),
    ),
    Company(
        "竹纸坊纸业有限公司",
        "Bamboo Leaf Paper",
        "竹纸坊",
        "paper",
        5,
        ("S4c",),
        (Spot("竹浆车间", "Bamboo pulp mill", "CN-511500", 260, CHENGDU),),
    ),
    Company(
        "攀云岭钒钛有限公司",
        "Cloudclimb Vanadium",
        "攀云岭钒钛",
        "steel",
        6,
        ("S0",),
        (Spot("回转窑", "Rotary kiln", "CN-510400", 612, CHENGDU),),
    ),
    Company(
        "孔雀寨制糖有限公司",
        "Peacock Village Sugar",
        "孔雀寨制糖",
        "paper",
        4,
        ("S4a",),
        (Spot("压榨车间", "Milling", "CN-533100", 1420, CHENGDU),),
    ),
    Company(
        "驼铃驿水务有限公司",
        "Camel Bell Water",
        "驼铃驿水务",
        "water",
        4,
        ("S3c",),
        (Spot("沙漠边水厂", "Desert edge waterworks", "CN-652800", 3120, CHENGDU),),
    ),
    Company(
        "丹顶岗热电有限公司",
        "Redcrown Heat and Power",
        "丹顶岗热电",
        "power",
        5,
        ("S1",),
        (Spot("三号炉", "Boiler 3", "CN-230200", 2240),),
    ),
    Company(
        "海棠嘴码头冷藏有限公司",
        "Crabapple Point Terminal",
        "海棠嘴冷藏",
        "cold",
        5,
        ("S4b",),
        (Spot("冷藏箱堆场", "Reefer yard", "CN-370200", 580),),
    ),
    Company(
        "萤火坪数据服务有限公司",
        "Firefly Flat Hosting",
        "萤火坪数据",
        "data",
        5,
        (),
        (Spot("一号机房", "Hall 1", "CN-420100", 540),),
    ),
    Company(
        "槐安坊社区医院",
        "Sophora Lane Clinic",
        "槐安坊医院",
        "hospital",
        4,
        (),
        (Spot("药房", "Pharmacy", "CN-320100", 8),),
    ),
    Company(
        "新加坡海峡冷链",
        "Straitlight Cold Chain",
        "Straitlight",
        "cold",
        6,
        ("S1",),
        (Spot("新加坡仓", "Singapore warehouse", "SG-01-SIN", 3900, CHENGDU),),
        abroad="SG",
    ),
    Company(
        "莱茵芦纺织",
        "Rheinschilf Weberei",
        "Rheinschilf",
        "textile",
        5,
        ("S3b",),
        (Spot("科隆织造厂", "Cologne weaving mill", "DE-NW-CGN", 8900),),
        abroad="DE",
    ),
    Company(
        "罗勇湾石化",
        "Rayong Bay Petrochemicals",
        "Rayong Bay",
        "chemical",
        6,
        ("S0",),
        (Spot("罗勇装置", "Rayong complex", "TH-21-RYG", 2350, CHENGDU),),
        abroad="TH",
    ),
    Company(
        "珀斯沙丘水务",
        "Dunesong Water",
        "Dunesong",
        "water",
        3,
        ("S4c",),
        (Spot("珀斯海水淡化厂", "Perth desalination plant", "AU-WA-PER", 7300),),
        abroad="AU",
    ),
)
