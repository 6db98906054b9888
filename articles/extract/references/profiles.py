"""What is known of a firm besides its name: its home towns, and the words writers use for it. Data.

"The Dearborn company", "the search giant", "the Swedes": a description fits a firm when nothing in it speaks against.
"""

from __future__ import annotations

from articles.extract.mentions.signs import words_of


def _table(text: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        slugs, _, words = line.strip().partition(": ")
        for slug in slugs.split(","):
            table[slug.strip()] = (*table.get(slug.strip(), ()), *words.split("|"))
    return table


SEATS = _table("""
    general-motors: detroit|michigan|motown
    ford: dearborn|michigan|detroit
    fca: auburn hills|detroit|michigan|turin
    stellantis: amsterdam|detroit
    rivian: irvine|california|plymouth
    lucid: newark|california|bay area|silicon valley
    tesla: palo alto|california|austin|texas|silicon valley|fremont
    faraday-future: los angeles|california
    paccar: bellevue|washington state
    navistar: lisle|illinois
    nikola: phoenix|arizona
    volkswagen: wolfsburg|lower saxony
    bmw: munich|bavaria
    audi: ingolstadt|bavaria
    mercedes-benz: stuttgart|swabia
    porsche: stuttgart|zuffenhausen
    daimler-truck: stuttgart|leinfelden
    bosch: stuttgart|gerlingen
    continental: hanover|hannover
    zf: friedrichshafen
    volvo-cars,volvo-group,zenuity,zenseact: gothenburg
    autoliv,veoneer,ericsson: stockholm
    einride: stockholm
    scania: södertälje
    renault: paris|boulogne-billancourt
    groupe-psa,valeo,navya,transdev,keolis: paris
    navya: lyon|villeurbanne
    easymile: toulouse
    toyota: toyota city|aichi|nagoya|tokyo
    honda,softbank,sony,ntt,tier-iv: tokyo
    nissan: yokohama
    denso: kariya|aichi
    macnica: yokohama
    tier-iv: nagoya
    hyundai-motor,kia,kakao-mobility,42dot,lg-electronics,sk-telecom,kt: seoul
    samsung: suwon|seoul
    baidu,pony-ai,xiaomi,didi,meituan,jd,horizon-robotics,li-auto,baic,momenta,bytedance: beijing
    momenta: suzhou
    pony-ai: fremont|guangzhou|california
    weride,xpeng,gac,gac-aion: guangzhou
    weride: san jose
    byd,huawei,tencent,deeproute,robosense,dji: shenzhen
    autox: shenzhen|san jose
    geely,alibaba,leapmotor: hangzhou
    zeekr: hangzhou|ningbo
    nio: shanghai|hefei
    saic,hesai,inceptio,westwell,black-sesame: shanghai
    qcraft: beijing|shanghai
    great-wall-motor: baoding
    dongfeng: wuhan
    changan: chongqing
    chery: wuhu
    faw: changchun
    jac: hefei
    catl: ningde
    king-long: xiamen
    waymo: mountain view|california|silicon valley|bay area
    google,alphabet: mountain view|california|silicon valley
    apple: cupertino|california|silicon valley
    intel,nvidia,velodyne: santa clara|california|silicon valley
    velodyne: san jose|morgan hill
    cruise,uber,lyft,zoox,embark: san francisco|california|bay area
    zoox: foster city
    nuro,kodiak,aeva,gatik: mountain view|california|silicon valley
    aurora: pittsburgh|pennsylvania|mountain view|palo alto
    argo-ai,locomation,stack-av,uber-atg: pittsburgh|pennsylvania
    uber-atg: san francisco
    may-mobility: ann arbor|michigan
    luminar: orlando|florida|palo alto
    ouster,civil-maps,drive-ai,plus,quanergy: california|silicon valley
    ouster: san francisco
    plus: cupertino|santa clara
    quanergy: sunnyvale
    civil-maps: berkeley|albany
    drive-ai: mountain view
    applied-intuition: sunnyvale|mountain view|california|silicon valley
    tusimple: san diego|california
    qualcomm: san diego|california
    serve-robotics: los angeles|redwood city
    peloton-technology: mountain view|silicon valley
    starsky: san francisco
    nutonomy,optimus-ride,motional: boston|massachusetts
    torc: blacksburg|virginia
    amd,hp,xilinx: santa clara|california
    microsoft: redmond|washington state|seattle
    amazon,aws: seattle
    meta: menlo park|california
    ibm: armonk|new york
    walmart: bentonville|arkansas
    kroger: cincinnati|ohio
    fedex: memphis|tennessee
    ups: atlanta|georgia
    dominos: ann arbor|michigan
    caterpillar: peoria|illinois|texas
    state-farm: bloomington|illinois
    blackberry: waterloo|ontario
    magna: aurora|ontario|toronto
    waabi: toronto
    mobileye: jerusalem
    innoviz: rosh haayin
    aptiv: dublin|michigan
    visteon: michigan
    wayve,five-ai,ocado: london
    oxa: oxford|oxfordshire
    jaguar-land-rover: coventry|whitley|gaydon
    arm: cambridge
    here,tomtom: amsterdam
    nxp: eindhoven
    stmicro: geneva
    nokia: espoo|helsinki
    yandex: moscow
    vay: berlin|las vegas
    free-now,moia,holon: hamburg
    grab: singapore
    vinfast: hanoi
    tata-motors: mumbai
    rimac,verne: zagreb
    infineon: munich|neubiberg
    siemens: munich
    allianz,munich-re: munich
    wilson-logistics: springfield|missouri
    kakao-mobility: pangyo
    bridgestone,sompo,tokio-marine: tokyo
    gaussin: héricourt|franche-comté
    disney: burbank
    nebius: amsterdam
    schaeffler: herzogenaurach
    john-deere: moline|illinois
    oshkosh: wisconsin
    t-rowe-price: baltimore
    boston-dynamics: boston|massachusetts|waltham
    joby: santa cruz|california
    lenovo: beijing
""")
"""Slug → towns and regions a writer may name the firm by."""

TAGS = _table("""
    baidu,google,yandex,naver: search|internet|tech|technology|online|web|search engine
    alphabet,apple,microsoft,amazon,meta,tencent,alibaba,samsung,huawei,intel,nvidia,ibm,xiaomi,sony,lg-electronics:
    tech
    alphabet,apple,microsoft,meta,tencent,alibaba,samsung,huawei,xiaomi,intel,nvidia,sony,bosch,continental:
    technology
    tencent,alibaba,meta,amazon,bytedance,sina,kakao-mobility,yahoo,alphabet: internet
    microsoft,oracle,sap,blackberry,cariad,qnx,42dot,plus,nuro,wayve,waabi,aurora,oxa,tier-iv,momenta: software
    amazon,alibaba,jd: e-commerce|retail|online retail|online
    walmart,kroger,target,costco,tesco,ocado,loblaw: retail|grocery|supermarket
    ocado: online|grocer
    amazon: retailer|cloud
    uber,lyft,didi,grab,gett,ola,careem,cabify,bolt,kakao-mobility,caocao,gojek,goto,free-now,yandex: ride-hailing
    ride|app
    uber,lyft,didi,grab,gett,kakao-mobility,free-now,bolt: taxi|ride-sharing|ridesharing|ride-hail|ride-share
    ridehailing
    fedex,ups,dhl,yamato,sf-express: express|delivery|parcel|shipping|logistics
    werner,schneider,jb-hunt,us-xpress,knight-swift,ryder,wilson-logistics,hirschbach: trucking|freight|transport
    truck
    volvo-group,paccar,daimler-truck,navistar,traton,scania,man,iveco,isuzu,hino,sinotruk,shacman,nikola: truck
    tesla,rivian,lucid,nio,xpeng,li-auto,byd,faraday-future,fisker,canoo,zeekr,polestar,leapmotor,vinfast: electric|ev
    tusimple,kodiak,embark,plus,gatik,inceptio,starsky,locomation,torc,einride,aurora,waabi,peloton-technology: truck
    waymo,cruise,zoox,pony-ai,weride,autox,motional,aurora,argo-ai,baidu,deeproute,momenta,nuro: robotaxi|robot taxi
    navya,easymile,may-mobility,local-motors,2getthere,holon,beep,optimus-ride: shuttle
    nuro,starship,serve-robotics,udelv,coco,gatik,neolix: delivery
    mobileye,ambarella,horizon-robotics,qualcomm,nvidia,intel,samsung,arm,tsmc,black-sesame: chip|semiconductor
    mobileye: vision|camera|computer-vision|driver-assistance
    velodyne,luminar,ouster,quanergy,aeva,innoviz,hesai,robosense,cepton,ibeo,aeye,opsys,seyond,blickfeld: lidar
    sensor|laser
    here,tomtom,carmera,civil-maps,deepmap,mapbox,navinfo,amap,ushr,zenrin: map|mapping|maps|navigation|digital map
    bosch,continental,aptiv,magna,denso,zf,valeo,veoneer,autoliv,visteon,hyundai-mobis,aisin: parts|component
    auto-parts|car-parts
    autoliv,veoneer: safety|airbag
    huawei,nokia,ericsson,zte: telecoms|network|networking|telecom|telecommunications|phone
    xiaomi,apple,samsung,huawei: smartphone|phone
    apple: iphone
    dominos,pizza-hut: pizza
    softbank: conglomerate|telecom
    vay: remote-driving|teledriving
    foxconn: contract|electronics
    samsung,lg-electronics,sony,panasonic: electronics|consumer electronics
    bridgestone,goodyear,michelin: tire|tyre
    yamaha-motor: motorcycle
    bp,shell,totalenergies,exxonmobil,saudi-aramco: oil|energy
    comfortdelgro: taxi|transport
    caterpillar,komatsu,john-deere: machinery|equipment|mining
    boston-dynamics: robot|robotics
    hertz,avis,sixt,enterprise,europcar: rental|car-rental|car rental
    blackberry: phone
    macnica: electronics
    bytedance: video
""")
"""Slug → words that describe its trade closer than its sector does."""

SECTOR_TAGS = _table("""
    automaker: car|auto|automobile|automotive|vehicle|carmaking
    av_developer: self-driving|autonomous|autonomous-driving|autonomous driving|self-driving car|driverless|robotics
    av|startup
    supplier: parts|component|auto-parts|automotive|auto|tier-one|tier-1|components|supply|car-parts
    chips: chip|semiconductor|silicon|processor|technology|tech
    sensors: lidar|sensor|laser|radar|startup
    mapping: map|mapping|maps|navigation|location|software
    software: software|technology|tech|simulation
    cloud: cloud|technology|tech|software|internet
    telecom: telecom|telecoms|telecommunications|wireless|mobile|network|phone
    mobility: mobility|ride-hailing|transport|transportation|ride|taxi|ride-sharing
    logistics: logistics|delivery|trucking|shipping|freight|parcel|transport
    retail: retail|grocery|restaurant|store|supermarket
    investor: investment|private-equity|venture|private equity
    insurer: insurance
""")

NOUN_SECTORS: dict[str, frozenset[str]] = {
    noun: words_of(sectors)
    for nouns, sectors in {
        "carmaker automaker marque": "automaker",
        "truckmaker": "automaker",
        "manufacturer maker builder producer": "automaker supplier sensors chips other",
        "brand": "automaker retail",
        "supplier": "supplier sensors chips software mapping",
        "chipmaker": "chips",
        "mapmaker": "mapping",
        "startup start-up": "av_developer sensors software mapping chips mobility automaker",
        "developer": "av_developer software sensors mapping",
        "retailer grocer chain supermarket": "retail",
        "insurer reinsurer underwriter": "insurer",
        "carrier": "logistics telecom",
        "shipper forwarder": "logistics",
        "operator": "mobility telecom av_developer",
        "ride-hailer": "mobility",
        "app": "mobility",
        "platform": "mobility",
        "fund investor financier": "investor",
        "conglomerate": "investor other automaker cloud",
        "spin-off spinoff": "av_developer sensors software mapping supplier mobility",
        "airline": "other",
        "telco": "telecom",
        "robotaxi-operator": "av_developer",
        "dealer": "retail",
        "distributor": "supplier",
    }.items()
    for noun in nouns.split()
}
"""Noun → sectors a firm so called can belong to; nouns not listed here suit every firm."""

PLAIN_NOUNS = words_of(
    """
    company firm group giant business corporation outfit house unit subsidiary division arm specialist titan behemoth
    powerhouse parent heavyweight newcomer pioneer player provider vendor maker service partner affiliate concern
    designer
    """
)
BIG_NOUNS = words_of("giant titan behemoth powerhouse heavyweight conglomerate")
SMALL_NOUNS = words_of("startup start-up newcomer upstart")
GIANTS = words_of(
    """
    general-motors ford toyota volkswagen bmw mercedes-benz honda hyundai-motor nissan renault stellantis fca tesla
    baidu
    google alphabet apple microsoft amazon meta tencent alibaba samsung huawei intel nvidia qualcomm ibm uber didi
    walmart
    bosch continental sony softbank xiaomi byd geely volvo-group volvo-cars daimler-truck saic fedex ups dhl foxconn
    kroger
    denso magna zf caterpillar siemens cisco lg-electronics jd meituan audi lyft verizon att
    """
)
