"""Who signs articles but is no person: agencies, desks, outlets' staff words; and the roles people sign with. Data.

Everything is lower case and compared with ``fold``ed words, so spelling variants need no second entry.
"""

from __future__ import annotations

import re
import unicodedata


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    """Phrases parted by bars, over as many lines as it takes."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


AGENCIES = _phrases("""
    afp agence france-presse|agence france presse|aap|ani|ansa|anadolu agency|antara|ap|apa|apnews|
    ap news|associated press|ats|awp|belga|bloomberg|bloomberg news|business wire|businesswire|
    canadian press|cna|cnbc|cnn|dapd|ddp|deutsche welle|dow jones|dow jones newswires|dpa|dpa-afx|dts|
    efe|einpresswire|ein presswire|europa press|getty images|globenewswire|globe newswire|ians|interfax|
    itar-tass|jiji|jiji press|keystone-sda|kyodo|kyodo news|lusa|news direct|newsfile|newsfile corp|
    pa media|pa|press association|pr newswire|prnewswire|pti|press trust of india|reuters|reuters staff|
    ria novosti|sda|sid|tass|the conversation|ukrinform|upi|united press international|xinhua|
    xinhua news agency|yna|yonhap|yonhap news agency|accesswire|accessnewswire|presseportal|ots|
    news aktuell|redaktionsnetzwerk deutschland|rnd|新华社|新華社|中新社|中新网|央视新闻|路透社|法新社|
    美联社|彭博社|共同通信|時事通信|時事|ロイター|연합뉴스|뉴시스|뉴스1|网易|新浪|搜狐|腾讯|凤凰|百度|头条
""")
"""News agencies and wires: they supply articles and are never their authors."""

PAPERS = _phrases("""
    washington post|new york post|new york times|financial times|los angeles times|business insider|
    wall street journal|associated press|guardian australia|hong kong free press|huffington post|national post|
    denver post|jakarta post|jerusalem post|china daily|global times|caixin global|nikkei asia|fox news|
    sky news|sixth tone|rest of world|tech crunch|ars technica|motor trend|green car|car and driver|
    auto express|car news|inside evs|la times|le monde|le figaro|les echos|die welt|die zeit|der spiegel|
    heise online|golem de|spiegel online|zeit online|tages anzeiger|el país|el pais|la repubblica|la stampa|
    folha de s.paulo|o globo|politico europe|morning brew
""")
"""Papers and sites whose names read like a first and a last name."""

STAFF_WORDS = _words("""
    admin administrator administration agencies agency aggregated anonymous author authors blog board bureau
    channel communications community contributed contributors corporate corp company correspondents desk digital
    editors editorial editorials foundation gmbh guest inc institute international limited llc ltd magazine
    marketing media moderator network news newsdesk newspaper newsroom newswire newswires office official online
    partner partners podcast pr press-release pressroom publisher radio redactie redaktion redaccion redazione
    redaction rédaction release reporters research review services service sponsored sponsor staff studio
    studios submitted syndicated team television tv university unknown user webdesk webmaster website
    writers www com net org autor autoren pressemitteilung presseinformation agentur agenturen leserbrief
    gastbeitrag gastautor vehicles driving mobility technology business politics société equipe équipe usa today
    sports sport school college hospital academy clinic museum wires reports notice policy
""")
"""A byline with one of these words names an organisation, a desk or nobody."""

ROLES = (
    r"(?:co-?\s?)?(?:reporters?|editors?|journalists?|correspondents?|writers?|columnists?|analysts?|producers?|"
    r"contributors?|"
    r"photographers?|photojournalists?|freelancers?|interns?|bloggers?|authors?|critics?|anchors?|hosts?|presenters?|"
    r"researchers?|fellows?|founders?|publishers?|directors?|managers?|strategists?|specialists?|consultants?|"
    r"engineers?|"
    r"professors?|lecturers?|economists?|evangelists?|president|chairman|chairwoman|ceo|cto|cfo|chief|head|lead|chef|"
    r"editor-in-chief|"
    r"redakteur(?:in)?|redakteure|redaktor(?:in)?|reporterin|korrespondent(?:in)?|journalistin?|autorin|"
    r"chefredakteur(?:in)?|"
    r"volont[äa]r(?:in)?|journaliste|r[ée]dacteur|r[ée]dactrice|reporter|correspondante?|chroniqueu(?:r|se)|periodista|"
    r"redactor(?:a)?|giornalista|envoy[ée]e? sp[ée]ciale?)"
)
"""What people who write are called; a pattern for one word."""

ROLE_MODIFIERS = (
    r"(?:senior|junior|chief|deputy|assistant|associate|managing|executive|contributing|staff|lead|principal|special|"
    r"foreign|national|political|business|technology|tech|science|health|sports?|economics?|finance|financial|markets?|"
    r"auto|automotive|autos|transport(?:ation)?|mobility|energy|climate|china|asia|europe|washington|investigative|"
    r"freelance|guest|founding|general|global|group|news|features?|copy|web|digital|data|video|photo|audio|opinion|"
    r"culture|consumer|industry|cybersecurity|security|ai|startups?|venture|leitende[rn]?|freie[rn]?|"
    r"stellvertretende[rn]?)"
)

ORGANISATION_ENDINGS = re.compile(
    r"\b(?:times|post|press|journal|herald|tribune|gazette|guardian|telegraph|chronicle|daily|weekly|today|insider|"
    r"report|motors?|motor company|automotive|robotics|mobility|logistics|"
    r"semiconductors?|software|ventures|university|institute|"
    r"magazin|zeitung|nachrichten|verlag|pressestelle|presse|group|holdings?|technologies|systems|solutions|labs?|"
    r"association|agency|ministry|department|council|committee|commission|center|centre|pressebüro|editorial)$",
    re.IGNORECASE,
)
"""Last words that make capitalised words a house rather than a person, when three words or more lead up to them."""

LEGAL_FORM = re.compile(
    r"SA|N\.?V\.?|B\.?V\.?|A\.?G\.?|S\.A\.?(?:S\.?)?|SAS|SARL|S\.?p\.?A\.?|SE|PLC|plc|Oyj|ASA|AB|A/S|K\.K\.|KGaA|Pte\.?|Pty\.?|Co\.?|"
    r"e\.?V\.?|UG|Corp\.?|Inc\.?|Ltd\.?|L\.?L\.?C\.?|LP|GmbH"
)
"""Last words that make a name a company's, spelled as companies spell them."""

TWO_WORD_PLACES = _phrases("""
    new york|new delhi|new orleans|new jersey|new zealand|new mexico|san francisco|san diego|san jose|
    san antonio|los angeles|las vegas|hong kong|tel aviv|abu dhabi|kuala lumpur|buenos aires|mexico city|
    palo alto|mountain view|santa clara|santa monica|ann arbor|silicon valley|cape town|salt lake city|
    st. louis|st louis|saint louis|sao paulo|são paulo|rio de janeiro|addis ababa|ho chi minh city|
    washington dc|washington d.c.|kansas city|north carolina|south carolina|south korea|north korea|
    south africa|saudi arabia|united states|united kingdom|frankfurt am main|den haag|the hague|south bend|
    fort worth|little rock|long beach|menlo park|redwood city|el segundo|novi sad|west virginia|rhode island|
    puerto rico|north america|south america|
    latin america|middle east|sri lanka|costa rica|el salvador|panama city|phnom penh|st petersburg
""")
"""Places that read like a first and a last name."""

CJK_DESKS = re.compile(
    r"(?:社|网|網|报|報|刊|杂志|雑誌|新闻|新聞|日报|财经|科技|汽车|通信|通讯|电视台|台|团队|小编|官方|编辑部|編集部|編集局|编辑|編集|"
    r"综合|整理|报道|頻道|频道|资讯|研究院|研究所|公司|集团|中心|委员会|公众号|号|ニュース|スタッフ|チーム|ジャーナル|プレス|기자단|편집부|뉴스|"
    r"股份|有限|平台|观察|評論部|论坛|会社|事務局|広報|広報部|部|室|局)$"
)
"""Endings of East Asian names of desks, papers and companies."""

CHINESE_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔"
    "钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯裴倪殷施章俞柳岑薄鲍鮑齐齊康伍"
    "元卜平湛祁禹狄米贝貝明臧计計伏茅庞龐纪紀舒屈项項祝阮蓝藍闵閔席季麻强強娄婁危童颜顏梅盛刁骆駱樊凌霍虞支柯管房缪繆干解应應宗宣贲单單杭洪包诸諸左吉钮嵇邢翁"
    "荀羊甄曲封储儲靳焦牧山谷车車班仰仲伊宫宮宁寧仇甘祖符景詹束幸司韶蓟溥印宿怀蒲邰从鄂索咸籍赖賴卓蔺藺屠蒙池乔喬阳陽胥苍双闻聞莘翟贡貢姬申冉桑桂牛寿通边邊扈"
    "燕冀浦尚农農温溫庄莊晏柴瞿阎充慕连連茹习習艾鱼容古易慎戈终居衡步都耿满弘匡国文寇广东欧歐沃利蔚越师巩鞏聂聶晁敖冷辛简簡饶饒沙丰豐巢关關相查后荆荊红游竺权"
    "鲁魯麦麥佘冼逯盖益桓公岳帅佟苗党谌商褚安穆滕路代初时時乐樂木仝苑邸尉栾欒亓原训訓官"
)

COMPOUND_SURNAMES = _words(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 皇甫 尉迟 公孙 慕容 令狐 夏侯 东方 长孙 端木 南宫 独孤 轩辕 百里 "
    "钟离 宇文 澹台 第五 呼延 赫连"
)
"""Chinese surnames of two signs: only with one of these has a Chinese name four, as a rule."""

PARTICLES = _words(
    "van von der den de del della di da dos das do du la le el al bin ibn ben bint ter ten zu zum zur af av y e i st "
    "san "
    "'t t op vom und abu"
)
"""Words written small inside names."""


def fold(text: str) -> str:
    """Lower case, without accents, punctuation and a leading "the": equal for spellings of an outlet's name."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub(r"^\s*the\s+", "", plain)
    plain = re.sub(r"\.(?:com|net|org|de|fr|cn|jp|co\.uk|co|io|news|eu|at|ch|in)\b", "", plain)
    return re.sub(r"[\W_]+", "", plain)
