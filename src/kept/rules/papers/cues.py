"""The words by which the other forms are known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kept.rules.facts.values import Texts

_PEOPLE: Final = (
    r"(?:department|cent(?:er|re)|manager|engineer|technician|specialist|expert"
    r"|professional|personnel|staff|office|"
    r"team|supervisor|representative|institution|unit|officer|director)s?"
)
_ZH_PEOPLE: Final = (
    r"(?:部门?|中心|经理|工程师|专员|专家|人员|办公室|技术员|主管|负责人|团队|小组|班组|客服"
    r"|销售|供应链|专人|网点|站长)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that tell of a form: where `words` stand and `unless` does not."""

    form: str
    kind: str
    name: Texts
    words: re.Pattern[str]
    sure: float
    unless: re.Pattern[str] | None = None
    alone: bool = False  # only where no rule of a stronger form was found in the sentence


def _cue(
    form: str,
    names: tuple[str, str],
    sure: float,
    words: str,
    *,
    unless: str = "",
    alone: bool = False,
) -> Cue:
    form, _, kind = form.partition("/")
    return Cue(
        form,
        kind,
        {"en": names[0], "zh-Hans": names[1]},
        re.compile(words),
        sure,
        re.compile(unless) if unless else None,
        alone,
    )


CUES: Final = (
    _cue(
        "duty/training",
        ("Training", "培训"),
        0.85,
        r"\btrain(?:ing|s|ed)?\b(?! (?:engineers|technicians|personnel|staff) (?:will"
        r"|shall))|instruct(?:ion|s)? (?:of|for|the) (?:users?|operators?|staff)|teach\w*"
        r"|\bintroduce the operation|培训|授课|教会|讲解使用",
        unless=r"trained (?:engineers|technicians|personnel|staff)",
    ),
    _cue(
        "duty/record",
        ("Record", "记录"),
        0.7,
        r"\b(?:keep|make|maintain|establish|create|retain"
        r"|enter)\w* (?:\w+ ){0,6}(?:records?|logs?|files?|archives?|history)\b"
        r"|\brecord(?:s|ed)?\b|\bdocumented\b|archiv\w*|\bkeeps? (?:\w+ ){0,2}cop(?:y|ies)\b"
        r"|\b(?:log|record|file|register|book)s?\b[^.;]{0,20}(?:is"
        r"|are) (?:kept|maintained|updated)|operation file|maintenance file"
        r"|quality track\w*"
        r"|tracking survey|solicit\w*|collect feedback"
        r"|[记纪]录(?!表|单)|档案|存档|归档|登记|建档|备案|台账|留存",
    ),
    _cue(
        "duty/document",
        ("Document", "文件"),
        0.65,
        r"\b(?:submit|prepar|provid|issu|fill|hand|sign|writ|deliver|develop|draw|give"
        r"|present)\w* (?:\w+ ){0,8}(?:reports?|certificates?|forms?|sheets?|documents?"
        r"|manuals?|agreements?|procedures?|protocols?|recommendations?)\b|analysis report"
        r"|(?:includ|enclos|attach)\w* (?:a )?cop(?:y|ies) of"
        r"|inspection report|report mainly contains"
        r"|(?:填写|提交|出具|编制|编写|提供|签订|签署|赠送|交付).{0,16}(?:报告|服务单"
        r"|[记纪]录表|表单|证书|协议|手册|资料|文档|规程|清单|单据)|报告书|检验报告",
        unless=r"completion report|technical data sheet",
    ),
    _cue(
        "duty/notice",
        ("Notice", "通知"),
        0.65,
        r"\bnotif(?:y|ied|ies|ication to)\b|\binform(?:ed|s)? (?:the )?(?:customer|user"
        r"|owner|buyer|purchaser|you)|\b(?:tell|advise) the (?:customer|user|owner)"
        r"|feedback to the|timely feedback|keep the (?:customer|user|owner) informed"
        r"|通知(?!后|我|本公司)|告知|告之|反馈(?:于|给|至|处理|客户|用户)|说明费用"
        r"|事先.{0,4}说明|及时反馈|回复进度",
        unless=r"notif(?:y|ied) (?:us|the (?:supplier|provider|seller))",
    ),
    _cue(
        "channel",
        ("Channel", "渠道"),
        0.65,
        r"(?:telephone|phone) (?:\w+ )?(?:support|consult\w*|service|advice)"
        r"|support\b[^,;]{0,30} by (?:tele)?phone|hot ?line|service (?:phone|number)"
        r"|duty (?:response )?phone|response phone|help ?desk|service desk"
        r"|(?:服务|售后|客服|维修|咨询|报修)?热线|(?:服务|售后|客服|统一服务|报修)电话"
        r"|电话(?:支持|服务|咨询|技术支持)|通讯手段|(?:采[取用]|通过)(?:电话"
        r"|远程)[^,，。;；]{0,16}(?:方式|手段)|提供[^,，。;；]{0,12}咨询|咨询服务",
    ),
    _cue("schedule", ("Schedule", "计划"), 0.0, r"(?!)"),  # see `schedules`
    _cue(
        "assignment",
        ("Who does it", "负责人"),
        0.65,
        rf"\bonly\b[^.;]{{0,30}}\bby (?:\w+ ){{0,3}}(?:authori[sz]ed|certified|qualified)\b"
        rf"|\b(?:experienced|qualified|professional|special(?:i[sz]ed)?|certified|dedicated"
        rf"|assigned)[\w, -]{{0,24}}\b{_PEOPLE}\b|\b{_PEOPLE}\b[^,;]{{0,40}}\b(?:is|are|be"
        rf"|takes?|carries)\b (?:\w+ ){{0,2}}(?:responsible|in charge|charge of"
        rf"|accountable)|in charge of|supervis\w+|\bunder the (?:lead|direction)"
        rf"|coordinat\w+ management|manages? (?:the )?offices?"
        rf"|由[^,，。;；]{{0,16}}{_ZH_PEOPLE}[^,，。;；]{{0,10}}(?:负责|处理|主导|牵头|协助"
        rf"|统筹|办理|受理|指导|到)|{_ZH_PEOPLE}[^,，。;；]{{0,10}}(?:全面|统筹|具体|专门"
        rf"|全权)?(?:负责|统筹管理|主导|牵头)|指派|专人|富有经验|有经验的|(?:派"
        rf"|安排).{{0,10}}(?:专业|资深|专门|专职)",
    ),
    _cue(
        "gate",
        ("Order of work", "先后顺序"),
        0.6,
        r"\b(?:before|prior to)\b (?!the date|expir)(?:\w+ ){0,4}(?:use|start|begin|work"
        r"|repair|ship|install|deliver|leav|clos|spend|perform|carry|dispatch|proceed"
        r"|replac)\w*|\bbefore (?:the |our |we )?[\w' ]{0,30}?(?:approv|sign|paid|pays"
        r"|agree[ds]|confirm|accept)\w*|only (?:after|when|if|with|upon)\b|not \w+ until"
        r"|must (?:first )?be (?:approved|confirmed"
        r"|signed|tested)|shall be approved|approved by|confirm (?:the )?(?:elimination"
        r"|that)|both (?:sides|parties) (?:\w+ )?(?:agree|confirm)|under the premise"
        r"|subject to (?:the )?(?:prior )?approval|first\b[^.;]{0,80}\bthen\b"
        r"|once (?:approved|confirmed|paid)"
        r"|先[^。;；]{1,40}(?:再|后|才)|(?:后|经[^,，。;；]{1,20})(?:再(?!次)|方可(?!以)"
        r"|方能|才(?:能|可))|须经|经.{1,16}(?:确认|批准|同意|审批)后?"
        r"|(?<![我甲乙买卖供需双对])方可(?!以)|原则上要求|需.{0,8}(?:确认|签字|签名)|(?:由"
        r"|经).{1,14}确认后|直至|签收后",
    ),
    _cue(
        "ladder",
        ("Next way when one fails", "逐级处理"),
        0.6,
        r"(?:can ?not|could not|unable to|not be|fail\w*) (?:\w+ ){0,5}(?:resolv|solv"
        r"|repair|remov|handl|clear)\w* (?:\w+ ){0,6}(?:by|through|over|via|remote\w*) "
        r"|if (?:remote|telephone|phone) (?:support|help|assistance) (?:fails|does not)"
        r"|escalat\w*"
        r"|(?:电话|远程|指导)[^。;；]{0,24}(?:无法|不能|无效|未能"
        r"|都无法)[^。;；]{0,40}(?:现场|上门|到达|赶到|寄回|发回|返厂)|如?(?:无效"
        r"|以上均无效)|首先[^。;；]{0,60}(?:无效|再|然后)|升级(?:处理|至)|可以请.{0,6}自行",
        unless=r"escalation plan",
    ),
    _cue(
        "level",
        ("Fault level", "故障级别"),
        0.7,
        r"(?:first|second|third|fourth)[- ](?:class|level) (?:fault|failure|incident"
        r"|problem)s?|(?:primary|secondary|tertiary|critical|major|minor|severe) (?:fault"
        r"|failure|incident)[^.]{0,30}(?:refers?|means|:|is defined|=)|(?:level|severity"
        r"|priority|class|category) [1-5a-e]\b ?(?:\([^)]*\) ?)?(?::|means|refers|is|=)"
        r"|level(?:s)? (?:defined|division|is determined|are defined)|service level defined"
        r"|[一二三四1-4]级(?:故障)?(?:[(（][^)）]*[)）])?[:：是指为]|(?:故障|事件"
        r"|问题)(?:级别|等级|分级|分为)",
    ),
    _cue(
        "remedy",
        ("What the customer can ask for", "补救办法"),
        0.65,
        r"(?:may|can|could|right to|entitled to|option to)\s?(?:be )?(?:\w+ ){0,6}(?:return"
        r"|replac|refund|exchang|terminat|cancel|entrust|reject)\w*|\brefund\w*"
        r"|repair(?:ed)?(?:,| and| or)[\w ,]{0,20}(?:replac|return|exchang)\w*"
        r"|replac\w+ (?:\w+ ){0,4}new|(?:will|shall|promise to) (?:\w+ )?replace"
        r"|replacement of new|maintenance and replacement"
        r"|\b(?:exchange|return)(?:,| or) (?:[\w ,]{0,16}\b)?(?:repair|exchange|replacement"
        r"|return)\b"
        r"|可以?选择[^,，。;；]{0,12}[退换修]"
        r"|退货|退换|换货|有权|退款|包修|包换|包退|更换新|换新|提供新的|(?:维修|修理)(?:或"
        r"|、|和)更换|(?:予以|免费|负责|进行)更换",
    ),
    _cue(
        "provision/part",
        ("Parts", "备件"),
        0.6,
        r"(?:same|original|equivalent|genuine|compatible) (?:\w+ ){0,3}(?:brand"
        r"|manufacturer|parts?|authentic parts?|model|specification)|of the original brand"
        r"|\bparts?\b[^.;]{0,30}\b(?:available|kept|stocked|supplied|guaranteed|for)\b"
        r"[^.;]{0,16}years?|support \w+ years? after"
        r"|spare parts? (?:and spare parts )?(?:library|stock|warehouse|store)"
        r"|discontinu\w+|substitut\w+|loaner|(?:supply|provide|lend|give"
        r"|offer)\w* (?:\w+ ){0,3}(?:replacement|spare|loan) (?:machine|unit|device"
        r"|equipment|vehicle)s?"
        r"|原(?:厂|装)(?:配件|备件|部件)|同(?:品牌|型号|规格)|备件库|备品备件(?:库|储备)"
        r"|(?:备件|配件)[^,，。;；]{0,16}(?:供应|储备|保证)[^,，。;；]{0,8}年"
        r"|停产|替代品|代用机|先发配件",
    ),
    _cue(
        "provision",
        ("Goes on afterwards", "继续服务"),
        0.65,
        r"(?:continue|go on) to (?:provide|offer|maintain|repair|supply)|still (?:provide"
        r"|offer|repair)|继续(?:为[^,，。;；]{1,10})?(?:提供|负责|供应)",
    ),
    _cue(
        "provision",
        ("What we do", "服务内容"),
        0.5,
        r"(?:will|shall|can|we|continue to|are committed to"
        r"|if requested[^.]*) (?:\w+ ){0,6}(?:provid|continu|arrang|install|maintain|upgrad"
        r"|offer|repair|dispatch|organi[sz]e|address|carry out)\w* (?:\w+ ){0,6}(?:service"
        r"|maintenance|repair|installation|support|upgrade|debug|personnel|malfunction"
        r"|guidance|test)\w*"
        r"|(?:继续|负责|提供|进行|安排)[^,，。;；]{0,14}(?:售后服务|维修服务|保修服务"
        r"|维护服务|升级服务|安装调试|安装、调试|更换服务|维修|检修)",
        alone=True,
    ),
    _cue(
        "provision",
        ("What is covered", "保修范围"),
        0.5,
        r"\b(?:is|are) covered\b|\bcovers\b|保修范围(?:包括|为|是)",
        unless=r"not (?:be )?cover|except|excluded|warrant\w+ covers? only",
        alone=True,
    ),
    _cue(
        "amount",
        ("Amount of money", "金额"),
        0.6,
        r"service credits?\b|\bcredit (?:bands?|of|notes?)\b|liquidated damages|\bpenalt(?:y|ies)\b"
        r"|\d ?% (?:of (?:the )?|\w+ )?(?:credit|refund|fees?|price|charge|value)"
        r"|违约金|罚款|扣(?:除|减|罚)|按[^,，。;；]{0,12}(?:%|倍)[^,，。;；]{0,6}(?:赔|扣|支付)",
    ),
    _cue(
        "case_type",
        ("Kind of request", "服务类型"),
        0.6,
        r"complaints?\b|intellectual property|patent\w*|copyright\w*|投诉|知识产权|专利",
    ),
    _cue(
        "precedence",
        ("Which source counts", "以何为准"),
        0.6,
        r"(?:accord\w+ (?:to|with)|based on|follow\w*|provisions? of|as (?:agreed|specified"
        r"|stipulated) in|subject to) (?:the )?(?:\w+ ){0,8}contracts?\b|shall prevail"
        r"|prevails?\b|takes? precedence"
        r"|(?:按|依|以)(?:照)?合同|合同约定的?按|为准|优先(?:适用|于)|最终解释权",
    ),
    _cue(
        "gate",
        ("What the customer does first", "客户须先办"),
        0.5,
        r"\b(?:must|shall|has to|have to|needs? to|is to|are to|required to|responsibility to"
        r"|please)"
        r" (?:be )?(?:contact|return|ship|sen[dt]|take|bring|report|regist|obtain|present|show)\w*"
        r"|\brequires?\b[^.;]{0,40}\bto be (?:shipped|returned|sent|brought)"
        r"|(?:必须|须|请(?:您|将))[^,，。;；]{0,30}(?:送至|送到|寄到|寄至|寄回|退回|携带|出示"
        r"|完好)",
        alone=True,
    ),
    _cue(
        "gate",
        ("Checked before it counts as done", "检验合格"),
        0.5,
        r"(?:meets?|fulfil\w*|reach(?:es)?|compl(?:y|ies)|satisf(?:y|ies)|in line"
        r"|conform\w*) (?:with )?(?:\w+ ){0,8}(?:requirements?|standards?|specifications?"
        r"|indicators?)\b|ensur\w+ (?:\w+ ){0,8}(?:quality|standards?|requirements?)"
        r"|(?:达到|符合|满足|确保)[^。;；]{0,24}(?:要求|标准|规定|指标)|通过.{0,12}(?:检验"
        r"|检测|测试)|正常运行",
        alone=True,
    ),
)
CHOICE = re.compile(
    r"\b(?:may|can|could|right|entitled|option|choose|choice|demand|request|return|refund"
    r"|new)\b|有权|可以|可选|要求|退|换新|新的|无条件"
)
STATEMENT: Final[Texts] = {"en": "Statement", "zh-Hans": "说明"}
LEVELS = re.compile(r"(?:level|class|grade|severity|priority)s?\b|级别|等级|分级|分类")
PROCESS = re.compile(r"process|procedure|workflow|steps\b|flow\b|流程|程序|步骤")
RECURRING = re.compile(
    r"visit\w*|inspect\w*|maint\w*|check\w*|train\w*|exchang\w*|contact\w*|survey\w*"
    r"|call\w*|review\w*|calibrat\w*|test\w*|service|track\w*|send|report\w*|patrol\w*"
    r"|clean\w*"
    r"|回访|走访|拜访|巡检|检查|保养|维护|访问|培训|联系|交流|赠送|校准|检测|巡查|服务|清洁"
    r"|检修|跟踪"
)
