"""Places, peoples, papers and public bodies: what capitalised words are when they are no company. Data.

Keys are in small letters. A country is its two-letter code (ISO 3166).
"""

from __future__ import annotations


def _by_country(table: str) -> dict[str, str]:
    """``CN: china|beijing`` lines → {"china": "CN", "beijing": "CN"}."""
    places: dict[str, str] = {}
    for line in table.strip().splitlines():
        code, _, names = line.strip().partition(": ")
        places.update(dict.fromkeys(names.split("|"), code))
    return places


def _items(text: str) -> frozenset[str]:
    return frozenset(item.strip() for line in text.strip().splitlines() for item in line.split("|") if item.strip())


COUNTRIES = _by_country("""
    US: united states|america|u.s.|us|usa|u.s.a.|united states of america|the states
    CN: china|mainland china|people's republic|people's republic of china|prc
    JP: japan
    KR: korea|south korea|republic of korea
    DE: germany
    FR: france
    GB: britain|united kingdom|uk|u.k.|england|scotland|wales|great britain
    IL: israel
    SE: sweden
    NL: netherlands|the netherlands|holland
    CH: switzerland
    IT: italy
    ES: spain
    CA: canada
    IN: india
    SG: singapore
    AE: united arab emirates|uae|u.a.e.|emirates
    SA: saudi arabia
    AT: austria
    BE: belgium
    DK: denmark
    NO: norway
    FI: finland
    EE: estonia
    IE: ireland
    HU: hungary
    HR: croatia
    PL: poland
    PT: portugal
    CZ: czech republic|czechia
    RU: russia
    UA: ukraine
    TR: turkey|türkiye
    TW: taiwan
    HK: hong kong
    ID: indonesia
    MY: malaysia
    TH: thailand
    VN: vietnam
    PH: philippines
    AU: australia
    NZ: new zealand
    BR: brazil
    MX: mexico
    AR: argentina
    CL: chile
    ZA: south africa
    EG: egypt
    QA: qatar
    KW: kuwait
    LU: luxembourg
    RO: romania
    BG: bulgaria
    GR: greece
    RS: serbia
    SK: slovakia
    SI: slovenia
    LT: lithuania
    LV: latvia
    KZ: kazakhstan
    KE: kenya
    NG: nigeria
    PK: pakistan
    BD: bangladesh
    LK: sri lanka
    CO: colombia
    PE: peru
    IS: iceland
    MO: macau
""")

PEOPLES = _by_country("""
    US: american|u.s.|us|americans|u.s.-based
    CN: chinese
    JP: japanese
    KR: korean|south korean|koreans|south koreans
    DE: german|germans
    FR: french|frenchmen
    GB: british|english|scottish|uk|u.k.|britons
    IL: israeli|israelis
    SE: swedish|swede|swedes
    NL: dutch
    CH: swiss
    IT: italian|italians
    ES: spanish|spaniards
    CA: canadian|canadians
    IN: indian|indians
    SG: singaporean|singaporeans
    AE: emirati
    SA: saudi
    AT: austrian|austrians
    BE: belgian|belgians
    DK: danish|danes
    NO: norwegian|norwegians
    FI: finnish|finns
    EE: estonian|estonians
    IE: irish
    HU: hungarian|hungarians
    HR: croatian
    PL: polish
    PT: portuguese
    CZ: czech
    RU: russian|russians
    TR: turkish
    TW: taiwanese
    ID: indonesian
    MY: malaysian
    TH: thai
    VN: vietnamese
    AU: australian|australians
    NZ: new zealander
    BR: brazilian
    MX: mexican
    EU: european|europeans|asian|nordic|scandinavian|latin american|african|north american|arab|western|eastern
""")

CITIES = _by_country("""
    US: detroit|dearborn|ann arbor|auburn hills|pittsburgh|san francisco|san jose|santa clara|mountain view|palo alto|
    US: sunnyvale|cupertino|fremont|menlo park|redwood city|san mateo|foster city|milpitas|hayward|oakland|berkeley
    US: los angeles
    US: irvine|torrance|santa monica|pasadena|long beach|san diego|sacramento|seattle|redmond|bellevue|kirkland
    US: portland
    US: phoenix|tempe|chandler|scottsdale|mesa|tucson|las vegas|reno|denver|boulder|salt lake city|austin|dallas
    US: houston
    US: fort worth|arlington|san antonio|el paso|plano|new york|manhattan|brooklyn|boston|cambridge|newton
    US: providence|chicago
    US: evanston|lisle|columbus|cleveland|cincinnati|indianapolis|milwaukee|minneapolis|st. louis|kansas city
    US: bentonville
    US: memphis|nashville|chattanooga|atlanta|orlando|miami|tampa|jacksonville|charlotte|raleigh|durham|blacksburg
    US: baltimore
    US: washington|philadelphia|newark|princeton|stamford|hartford|buffalo|rochester|silicon valley|wall street|motown
    US: morgan hill|culver city|goleta|santa barbara|san bruno|burlingame|east palo alto|pacifica city|green bay
    US: toledo
    US: new orleans|louisville|omaha|oklahoma city|tulsa|albuquerque|honolulu|anchorage|boise|spokane|tacoma
    US: springfield
    US: grand rapids|flint|lansing|ypsilanti|troy|farmington hills|southfield|novi|plymouth|peoria|deerfield|armonk
    US: houghton
    CN: beijing|shanghai|shenzhen|guangzhou|hangzhou|wuhan|suzhou|chongqing|chengdu|tianjin|nanjing|hefei|changsha
    CN: xi'an|xian
    CN: ningbo|wuxi|changchun|shenyang|dalian|qingdao|jinan|zhengzhou|xiamen|fuzhou|dongguan|foshan|zhuhai|haikou
    CN: sanya|baoding
    CN: liuzhou|nansha|pudong|zhongguancun|yizhuang|jiading|ordos|wuhu|taizhou|zhangjiakou|xiong'an|cangzhou|yangquan
    JP: tokyo|osaka|nagoya|yokohama|kyoto|kobe|fukuoka|sapporo|hiroshima|kariya|toyota city|hamamatsu|sendai|susono
    JP: minato
    JP: shinjuku|shibuya|shinagawa|odaiba|haneda|narita|tsukuba|kawasaki city|atsugi|sakai|chiba|saitama|kanagawa
    KR: seoul|busan|incheon|pangyo|gangnam|daegu|daejeon|sejong|ulsan|suwon|seongnam|yeouido|jeju
    DE: berlin|munich|stuttgart|wolfsburg|ingolstadt|hamburg|frankfurt|cologne|düsseldorf|dusseldorf|leipzig|dresden
    DE: hanover
    DE: hannover|nuremberg|friedrichshafen|regensburg|karlsruhe|aachen|bonn|essen|dortmund|bremen|mannheim|heidelberg
    DE: gerlingen|herzogenaurach|lippstadt|paderborn|braunschweig|ulm|freiburg|walldorf|neubiberg|zuffenhausen
    DE: sindelfingen
    FR: paris|lyon|toulouse|bordeaux|nantes|lille|marseille|rouen|strasbourg|grenoble|boulogne-billancourt
    FR: la défense|nice
    FR: rennes|versailles|saclay|châteauroux|villeurbanne|clermont-ferrand|sophia antipolis|héricourt|brest
    FR: montpellier
    GB: london|oxford|cambridge uk|manchester|birmingham|coventry|milton keynes|bristol|edinburgh|glasgow|leeds
    GB: sunderland
    GB: greenwich|sheffield|liverpool|nottingham|southampton|cardiff|belfast|warwick|gaydon|whitley|goodwood|solihull
    IL: jerusalem|tel aviv|haifa|herzliya|petah tikva|yokneam|ra'anana|kfar saba|rosh haayin|rehovot|beersheba|netanya
    SE: gothenburg|stockholm|malmö|malmo|lund|linköping|linkoping|uppsala|södertälje|sodertalje|västerås|trollhättan
    NL: amsterdam|rotterdam|eindhoven|utrecht|the hague|delft|helmond|groningen|hoofddorp
    CH: zurich|zürich|geneva|basel|bern|lausanne|sion|schaffhausen|lugano|winterthur|neuchâtel
    IT: turin|milan|rome|modena|maranello|bologna|naples|parma|trieste|venice|genoa|torino
    ES: madrid|barcelona|valencia|seville|bilbao|zaragoza|málaga
    CA: toronto|montreal|ottawa|vancouver|waterloo|calgary|edmonton|quebec city|winnipeg|mississauga|kitchener|markham
    IN: bengaluru|bangalore|mumbai|delhi|new delhi|pune|chennai|hyderabad|gurgaon|gurugram|bhopal|nagpur|noida|kolkata
    AE: dubai|abu dhabi|masdar city|yas island|sharjah
    SA: riyadh|jeddah|neom|dhahran
    QA: doha|lusail
    AT: vienna|graz|linz|salzburg
    BE: brussels|antwerp|leuven|ghent|zaventem
    DK: copenhagen|aarhus|aalborg
    NO: oslo|bergen|stavanger|trondheim
    FI: helsinki|espoo|tampere|oulu|turku
    EE: tallinn|tartu
    IE: dublin|cork|shannon|galway
    HU: budapest
    HR: zagreb
    PL: warsaw|krakow|gdansk|wroclaw
    PT: lisbon|porto
    CZ: prague|brno
    RU: moscow|st. petersburg|kazan|innopolis|skolkovo
    TR: istanbul|ankara|bursa|izmir
    TW: taipei|hsinchu|taichung|kaohsiung
    SG: punggol|one-north|sentosa|jurong|changi
    HK: kowloon
    ID: jakarta|bali
    MY: kuala lumpur|penang|cyberjaya
    TH: bangkok
    VN: hanoi|ho chi minh city|haiphong
    PH: manila
    AU: sydney|melbourne|brisbane|perth|adelaide|canberra
    NZ: auckland|wellington|christchurch
    BR: são paulo|sao paulo|rio de janeiro|curitiba
    MX: mexico city|monterrey|guadalajara
    AR: buenos aires
    ZA: johannesburg|cape town
    LU: luxembourg city
    RO: bucharest|cluj
    GR: athens
    RS: belgrade
    BG: sofia
""")

REGIONS = _by_country("""
    US: alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia|hawaii|idaho
    US: illinois|indiana
    US: iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts|michigan|minnesota|mississippi|missouri|montana
    US: nebraska
    US: nevada|new hampshire|new jersey|new mexico|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania
    US: rhode island|south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington state|west virginia
    US: wisconsin|wyoming|bay area|new england|midwest|sun belt|southern california|northern california
    US: orange county|capitol hill
    CN: guangdong|zhejiang|jiangsu|sichuan|hubei|hunan|hebei|henan|anhui|fujian|hainan|jilin|liaoning|shandong|shaanxi
    CN: inner mongolia|xinjiang|yunnan|guangxi|greater bay area|yangtze river delta
    CA: ontario|quebec|québec|british columbia|alberta|manitoba|saskatchewan|nova scotia
    DE: bavaria|lower saxony|saxony|baden-württemberg|baden-wuerttemberg|swabia|hesse|brandenburg
    FR: brittany|normandy|franche-comté|burgundy|provence|alsace|occitanie
    JP: hokkaido|aichi|shizuoka|fukui|ibaraki|okinawa|chubu|kansai|honshu|kyushu
    GB: oxfordshire|midlands|west midlands|kent|yorkshire|cumbria
    AU: new south wales|victoria|queensland|western australia|pilbara|tasmania
    IN: karnataka|maharashtra|tamil nadu|gujarat|haryana|telangana
    CH: valais
    ES: catalonia
    SE: scania county
    EU: europe|european union|eu|asia|africa|middle east|north america|south america|latin america|southeast asia
    EU: south-east asia
    EU: asia-pacific|asia pacific|western europe|eastern europe|central europe|scandinavia|gulf|persian gulf|mena
    EU: emea|apac
    EU: east asia|central asia|far east|pacific|atlantic|mediterranean|baltics|balkans|benelux|nordics|earth|mars|moon
""")

PLACES: dict[str, str] = {**COUNTRIES, **CITIES, **REGIONS}
PLACES.pop("", None)

STATE_SHORT = _items("""
    ala.|ariz.|ark.|calif.|colo.|conn.|del.|fla.|ga.|ill.|ind.|kan.|ky.|la.|mass.|md.|mich.|minn.|miss.|mo.|mont.
    n.c.|n.d.
    n.h.|n.j.|n.m.|n.y.|neb.|nev.|okla.|ont.|ore.|pa.|que.|r.i.|s.c.|s.d.|tenn.|tex.|va.|vt.|w.va.|wash.|wis.|wyo.
    b.c.|alta.
    al|ak|az|ca|co|ct|fl|ga|il|ks|ky|ma|md|mi|mn|mo|nc|nd|nh|nj|nm|nv|ny|oh|pa|ri|sc|sd|tn|tx|ut|vt|wa|wi|wv|wy|d.c.
    dc|ont|bc
""")

MONTHS = _items("""
    january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul
    aug|sept|sep
    oct|nov|dec
""")
DAYS = _items("monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|tues|wed|thu|thurs|fri|sat|sun")
SEASONS = _items(
    "christmas|easter|thanksgiving|halloween|new year|new year's|labor day|ramadan|chinese new year|lunar new year"
)

MEDIA = _items("""
    reuters|bloomberg|bloomberg news|bloomberg businessweek|associated press|ap|afp|agence france-presse|xinhua
    yonhap|kyodo
    nikkei|nikkei asia|nikkei asian review|the new york times|new york times|wall street journal
    the wall street journal|wsj
    financial times|the financial times|the information|techcrunch|tech crunch|the verge|wired|cnbc|cnn|bbc|npr|abc
    nbc|cbs
    fox news|fox business|forbes|fortune|business insider|axios|politico|recode|quartz|vox|vice|engadget|gizmodo
    ars technica
    mashable|zdnet|cnet|venturebeat|the guardian|guardian|the times|the telegraph|daily telegraph|daily mail
    the economist
    economist|der spiegel|spiegel|handelsblatt|manager magazin|wirtschaftswoche|frankfurter allgemeine
    süddeutsche zeitung
    sueddeutsche zeitung|bild|auto motor und sport|automobilwoche|automotive news|automotive news europe|autocar
    auto express
    motor trend|car and driver|top gear|electrek|insideevs|jalopnik|autoblog|green car reports|le monde|le figaro
    les echos
    la tribune|el país|corriere della sera|la repubblica|il sole 24 ore|nrc|de telegraaf|globes|calcalist|haaretz|ynet
    times of israel|the times of israel|jerusalem post|haaretz|yedioth ahronoth|south china morning post|scmp|caixin
    china daily|global times|people's daily|cctv|36kr|latepost|technode|sixth tone|yicai|jiemian|the paper
    sina finance
    korea herald|korea times|korea joongang daily|chosun ilbo|maeil business newspaper|asahi|asahi shimbun|yomiuri
    yomiuri shimbun|mainichi|mainichi shimbun|japan times|jiji|jiji press|nhk|straits times|the straits times
    channel newsasia
    business times|economic times|times of india|mint|moneycontrol|ndtv|sydney morning herald|detroit free press
    detroit news
    the detroit news|crain's|crain's detroit business|los angeles times|la times|san francisco chronicle|mercury news
    the mercury news|washington post|the washington post|usa today|boston globe|chicago tribune|arizona republic
    toronto star
    globe and mail|the globe and mail|national post|marketwatch|seeking alpha|barron's|investor's business daily
    the street
    motley fool|medium|linkedin|reddit|youtube|wechat|weibo|tiktok|instagram|facebook|snapchat|whatsapp|twitter
    telegram
    pr newswire|prnewswire|business wire|businesswire|globenewswire|globe newswire|accesswire|cision|getty images
    shutterstock
    dpa|ansa|efe|tass|interfax|ria novosti|belga|ats|apa|pa media|press association|dow jones|dow jones newswires
    refinitiv
    freightwaves|transport topics|trucks.com|ttnews|fleetowner|commercial carrier journal|the drive|the robot report
    wards
    wardsauto|ward's|edmunds|consumer reports|mit technology review|ieee spectrum|new scientist|nature|science
    scientific american
    akismet|disqus|gravatar|wordpress|wikipedia|google news|apple news|rss|yahoo finance|cleantechnica|teslarati
    ubergizmo
""")
"""Papers, agencies and sites: sources of news, and buttons of web pages, never parties of a deal."""

PUBLIC_WORDS = _items("""
    university|universities|universität|université|college|school|institute|institut|academy|polytechnic|faculty
    laboratory
    ministry|minister|ministers|department|departments|dept|agency|administration|administrators|commission
    commissioner|council
    authority|authorities|government|governor|governors|mayor|congress|senate|senator|parliament|bundestag|court
    courts|justice
    tribunal|office|bureau|board|committee|subcommittee|police|sheriff|army|navy|force|pentagon|treasury|embassy
    secretary
    municipality|prefecture|province|county|district|borough|city|state|states|republic|kingdom|commonwealth|union
    nations
    museum|church|cathedral|hospital|clinic|library|prison|party|democrats|republicans|foundation|metropole
    métropole|cabinet
    directorate|regulator|regulators|legislature|assembly|ombudsman|customs|registry|kommission|amt
""")
"""A run of capitals with one of these words names a public body, a school or an office, never a firm."""

PUBLIC_BODIES = _items("""
    nhtsa|ntsb|dmv|dot|usdot|epa|fcc|ftc|sec|doj|dod|darpa|nasa|nist|faa|fda|irs|fbi|cia|nsa|osha|cpuc|caltrans|cfius|eu
    un|unece|interpol|europol|eurojust|unicef|unesco
    who|wto|imf|oecd|nato|miit|ndrc|samr|mot|mlit|meti|kba|bafin|bmw foundation|tuv|lta|rta|cmu|mit|stanford
    berkeley|harvard
    oxford university|virginia tech|georgia tech|eth|eth zurich|caltech|texas a&m|tsinghua|sae|iso|ieee|ncap
    euro ncap|iihs|acea
    vda|anfac|caam|oica|opec|nyse|nasdaq|hkex|ipo|spac|white house|capitol|kremlin|downing street|whitehall
    wall street|brexit
    ftse|dax|dow|s&p|nikkei 225|csi|dot.gov|inria|cnrs|fraunhofer|max planck|darpa grand challenge|aaa foundation
    cpsc|crs
""")

THINGS = _items("""
    summit|show|conference|expo|forum|fair|festival|symposium|congress|workshop|challenge|award|awards|prize|cup
    olympics|games
    level|levels|act|bill|law|treaty|code|regulation|directive|rule|section|article|chapter|title|plan|project
    program|programme
    initiative|series|model|models|class|edition|generation|phase|version|street|road|avenue|boulevard|lane|drive
    highway
    interstate|freeway|route|bridge|tunnel|airport|station|terminal|harbor|harbour|port|center|centre|campus|park
    plaza|square
    tower|stadium|arena|valley|bay|river|lake|island|islands|mountain|mountains|hills|hill|heights|beach|coast|ocean
    sea|desert
    forest|canyon|peninsula|day|week|month|year|quarter|season|century|war|revolution|bible|santa|god|internet|web
    wi-fi|bluetooth
    gps|lidar|radar|suv|suvs|ev|evs|av|avs|ai|adas|r&d|us$|ceo|cfo|cto|coo|ipo|q1|q2|q3|q4|h1|h2|faq|pdf|rss|app
    apps|api|cpu|gpu
    gpus|cpus|os|ios|android|linux|phd|oem|oems|usb|usd|eur|rmb|yuan|yen|euro|dollar|dollars|covid|covid-19|english|spanish|french|mandarin
    cantonese
    arabic|latin|catholic|christian|jewish|muslim|islamic|democrat|republican|democratic|olympic|millennials|gen z
    mr|mrs|ms|dr
    prof|sir|lord|lady|king|queen|prince|princess|pope|president|chairman|director|ceos|cto|manager|editor|photo
    picture|image
    source|sources|video|related|read|share|subscribe|newsletter|newsletters|home|contact|tags|tagged|comments
    comment|archive
    copyright|disclaimer|disclosure|reporting|editing|writing|view|click|sign|follow|join|advertise|unsubscribe
    browser|cookie
    cookies|privacy|policy|terms|advertisement|sponsored|forward-looking|statements|safe|lab|team|teams|unit|fleet|nasdaq|nyse|hkex|otc|isin
    wkn|cusip
""")
"""Words that end the name of an event, a law, a place or a thing, or are no name at all."""
