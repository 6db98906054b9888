"""Words beside a name that show what it names: a firm, a person, a place, a thing. Data."""

from __future__ import annotations

import re


def words_of(text: str) -> frozenset[str]:
    """A table of words written as prose."""
    return frozenset(text.split())


ORGANISATION_NOUNS = words_of("""
    affiliate airline automaker bank brand builder business carmaker carrier chain chipmaker company conglomerate
    consortium consultancy contractor cooperative corporation dealer dealership designer developer distributor
    division
    firm forwarder foundry fund giant grocer group house importer incubator insurer integrator lab label landlord
    lender
    maker manufacturer marque miner newcomer operator organisation organization outfit parent pioneer platform
    producer
    provider publisher refiner reinsurer retailer seller shipbuilder shipper specialist spin-off spinoff spinout
    start-up
    startup studio subsidiary supplier telco titan truckmaker unicorn unit upstart utility vendor venture wholesaler
    behemoth powerhouse heavyweight arm shareholder titans drugmaker phonemaker planemaker toolmaker tiremaker
    tyremaker
    foodmaker steelmaker robotmaker busmaker app service
""")
"""Common nouns that a firm's name follows: "lidar maker Opsys"."""

LOOSE_NOUNS = words_of("""
    ally backer buyer client competitor customer holder investor licensee opponent owner partner peer player
    predecessor
    rival successor tenant user specialist newcomer giant
""")
"""Nouns for a firm that suit a person as well: "rival Uber", "founding partner Jane Doe"."""

ORGANISATION_PLURALS = frozenset(
    {f"{noun}s" for noun in (ORGANISATION_NOUNS | LOOSE_NOUNS) if not noun.endswith(("s", "y"))}
    | words_of("companies subsidiaries consultancies allies foundries utilities houses businesses names others brands")
)

PRODUCT_NOUNS = words_of("""
    app architecture car chip computer concept fleet hardware lidar lorry minibus minivan model pilot platform
    processor product programme program project prototype pod radar robot robotaxi sensor service shuttle software
    stack sub-brand suite suv system technology tool tractor trial truck van vehicle version
""")
"""Nouns for what a firm makes or runs: "its electric platform MEB", "a vehicle called zPod"."""

TAGS = ("-based", "-backed", "-owned", "-listed", "-made", "-built", "-born", "-headquartered")
"""How an adjective ends that begins with a name."""

PERSON_NOUNS = words_of("""
    actor actress adviser advisor analyst architect assistant attorney author boss captain ceo cfo chairman
    chairperson
    chairwoman chief cio co-ceo co-chief co-founder cofounder columnist commissioner congressman consultant coo
    correspondent counsel cto deputy designer-in-chief dean developer-in-chief director driver economist editor
    engineer
    entrepreneur evp executive expert founder governor head judge lawyer leader lecturer lobbyist manager mayor md
    member
    minister officer president principal professor programmer prosecutor regulator reporter representative researcher
    scientist secretary senator spokesman spokesperson spokeswoman strategist svp technician treasurer vp writer
    billionaire investor-in-chief premier chancellor lieutenant sheriff sergeant inspector pilot passenger
""")
"""Nouns that a person's name follows, or that follow it: "chief executive Jane Doe", "Jane Doe, an analyst"."""

HONORIFICS = words_of(
    "mr mrs ms mx dr prof professor sir lord lady dame sen rep gov gen col lt capt sgt judge justice herr frau"
)

FIRM_VERBS = words_of("""
    acquired acquires acquiring announced announces aims agreed agrees backed backs bagged began begins bought
    builds built
    buys claims closed competes confirmed counts cut declined delivers deployed deploys designed designs develops
    disclosed
    employs expanded expands expects filed floated funded gets gives had halted has hauls hired hopes insists
    integrated
    intends introduced invested invests joined joins landed launched launches led leads licenses listed makes
    manufactures
    merged moved needs offers opened operates outlined owns paid partnered partners pays picked plans pledged posted
    produces
    provides pulled raised raises received recalled remains replaced reported reports revealed runs said says sells
    sent
    sets settled showed signed signs sold started starts stopped struck sued supplied supplies suspended taps teamed
    tests
    tested told took trains unveiled unveils used uses wants was went will won works wrote is isn't doesn't didn't
    won't
    did does can could would may might should also recently now already currently plunged surged gained fell rose
    jumped
    spun entered enters holds held handed puts put makes made keeps kept runs ran joins brings brought
""")
SURE_VERBS = words_of("""
    acquired acquires announced agreed backed bought builds buys declined deployed develops disclosed employs expanded
    filed hired integrated intends introduced invested invests joined launched launches led licenses listed makes
    manufactures merged offers operates owns partnered partners plans pledged posted produces provides raised raises
    reported revealed runs said says sells sets signed signs sold started suspended supplied supplies taps teamed
    tests
    unveiled unveils wants won sued recalled hopes expects began claims tested
    teams inks nabs lands joins deepens broadens broadened extends extended picks selects chooses hauls delivers
""")
"""Verbs a firm does and a bare word ("Plus", "Here", "May") does not."""

STAFF_WORDS = words_of("""
    ceo cfo cto coo chief chairman chairwoman president founder co-founder cofounder founders co-founders spokesman
    spokeswoman spokesperson executive executives engineer engineers boss employees managers shareholders investors
    stock
    shares share robotaxi robotaxis vehicle vehicles truck trucks car cars minivans van vans shuttle shuttles driver
    drivers app fleet software system technology sensors lidar platform unit subsidiary division parent rival
    competitor
    shareholder shareholders backer backers executive's deal stake investment partnership team veterans alumni
    riders customers users sedan sedans suv suvs pickup pickups
    staff chips chip maps models brand-owned
    purchase takeover acquisition alliance contract order agreement pact merger collaboration tie-up venture owner
""")
"""What follows a firm's name used as an adjective: "Cruise robotaxis", "Aurora chief executive"."""

ADJECTIVAL = words_of(
    "-backed -owned -based -led -controlled -branded -built -made -developed -affiliated -funded -operated"
)

TAKING_VERBS = words_of("""
    acquire acquires acquired acquiring buy buys bought buying purchase purchased join joins joined joining tap taps
    tapped
    tapping backs backed backing pick picks picked choose chose chooses select selects selected hire hired sue
    sued
    absorb absorbed swallow swallowed overtake overtook supply supplies supplied owns invest fund funds
    funded
    enlist enlists enlisted signs signed added via versus vs unlike beat beats beating
    partnering teaming leaving quit license licenses licensed approach approached courts courting rescue rescued
    founded cofounded co-founded started launched launch launches operate operates
""")
"""Verbs and prepositions that firms' names follow without another word."""

ORDINARY = words_of("""
    a about above according across action add additional after again against ago ahead all almost alone along
    already also
    although always am among an and another any anybody anyone anything apart are around as aside ask asked at away
    back
    backers be because become before behind being below besides best better between beyond big bigger both but by
    call can
    chief clearly click close come competitors compared consider could dear despite did do does don't down due
    during each
    early earlier either elsewhere else enough especially even every everybody everyone everything except fair few
    fewer
    financial financing finally find first five following for former forget founded founder four from full further
    generally get give given go good had half happily hardly has have having he headquartered her here hers highly
    him his
    how however i if imagine in including indeed initially inside instead into investors is isn't it it's its itself
    just
    keep key know known large largest last late later latest least left less let like likewise little local long
    look lots
    made main mainly major make many may maybe me mean meanwhile more moreover most mostly much must my nearly
    neither never
    nevertheless new newest next nine no nobody none nor not note nothing notice now of off officials often old on
    once one
    only onto open opening or order original other others otherwise our out outside over overall own part parts
    perhaps
    picture plans please plus possibly presumably previously private probably production public put quite rather
    read real
    recently regarding reportedly right said same say says second see seen separate separately set seven several
    shares
    she should shown similar similarly since six slowly so some somebody someone something soon still strategic such
    sure
    take ten than thanks that that's the their them then there there's thereafter therefore these they they're thing
    things
    third this those though three through throughout thus till time timing to today together tomorrow tonight too top
    toward towards traditional truck trucks trust try two ultimately under unless unlike until unveiled up upon us
    used
    using usually various very via view want was watch we we're well were what what's whatever when whenever where
    whereas
    whether which while who whoever whole whom whose why will with within without women men people word work works
    would
    yes yesterday yet you your eight hundred thousand million billion zero financial terms testing tests test trials
    talks
    sales sharing drivers driver passengers riders engineers regulators analysts critics experts insiders lawmakers
    carmakers automakers companies startups firms suppliers partners rivals carmaker automaker production research
    robots
    robotaxis robotaxi vehicles vehicle cars car money sources reports rumors rumours meet nor think thank imagine
    related
    mid mid-march cheap once north south east west northern southern eastern western central interim vice executive
    co-founder managing deputy senior group company board series level fleet press release safety technology
    development
    service services project platform system systems software hardware data partnership deal agreement investment
    startup
    state-owned family-owned privately publicly yesterday's today's whatever sitting dear hello yep nope ok okay oh ah
    motor automotive mobility autonomous driving self-driving electric smart digital global international national
    europe's china's america's japan's germany's britain's asia's india's
""")
"""Ordinary words: at the head of a run of capitals they belong to the sentence, not to a name."""

NAME_ENDINGS = words_of("""
    technologies technology robotics motors motor ventures capital partners logistics trucking systems semiconductor
    semiconductors holdings holding industries electronics airlines airways networks network labs laboratories
    mobility
    automotive automobile auto pharmaceuticals therapeutics biosciences dynamics insurance bank bancorp financial
    freight
    transport transportation line lines express foods brands stores enterprises software solutions energy fund group
    corporation
    company companies studios cruises neuroscience trucks bus buses maps ai robots photonics vision mining rail
    railways
    railway railroad telecom telecommunications wireless interactive instruments devices materials chemical
    chemicals steel
    aerospace aviation defense defence space equity investments investment management advisors associates consulting
    engineering innovations innovation intelligence analytics data cloud digital mobile communications media
    entertainment
    microelectronics microsystems optics imaging sensors lidar batteries battery power petroleum oil gas resources
    minerals
    construction machinery equipment tires tire tyres cars vehicles cabs taxi taxis rentals leasing parcel post
    delivery
    healthcare health medical pharma bio genomics games gaming hotels resorts restaurants pizza coffee grocery markets
    market farms agriculture realty properties estates security cybersecurity payments pay lending credit securities
    acquisition international global worldwide autonomous autonomy automation
""")
"""Last words of firms' names of two words or more."""

WEAK_ENDINGS = words_of("""
    network company group fund bank line express media power data space security health vision market markets energy
    intelligence management global international digital cloud post delivery engineering innovation innovations
    technology
    insurance autonomous autonomy automation credit communications transport transportation equipment automobile bus
    system
""")
"""Of these, the ones that end names of other things as often; they need a second sign."""

EXTENSIONS = words_of("""
    ventures capital partners fund bank insurance logistics financial finance credit leasing airlines semiconductor
    healthcare pharma hotels studios pictures therapeutics aerospace chemical chemicals construction steel
    securities investments holdings venture
""")
"""After a known firm's name these make another firm of it: "Samsung Ventures" is not Samsung."""

FOREIGN_EXTENSIONS = words_of("""
    street avenue road boulevard square stadium arena park bridge tunnel county city university college school
    hospital
    theatre theater museum foundation prize award awards cup field memorial library church village township heights
    island
    islands river lake bay valley borealis australis program programme 11 13 8 12 lander missions mission rainforest
    basin
    river jungle ship ships liner lines
""")
"""After a known firm's name these make a place, an office or a thing of it: "Ford Street", "Apollo program"."""

LEGAL_FORMS = (
    r"(?:Inc|Corp|Corporation|Incorporated|Ltd|Limited|LLC|L\.L\.C|LLP|LP|PLC|Plc|plc|GmbH|AG|SE|S\.A|SA|SAS|"
    r"SARL|S\.p\.A|SpA|"
    r"N\.V|NV|B\.V|BV|AB|A/S|ASA|Oy|Oyj|KK|K\.K|KGaA|Pte|Pty|Bhd|Kft|d\.o\.o|Co|Company|Holdings?)"
)

EXCHANGES = (
    r"(?:NASDAQ|Nasdaq|NYSE(?: American)?|AMEX|OTC[A-Z]*|TSX(?:-?V)?|LSE|AIM|HKEX|SEHK|HKG|SSE|SZSE|SHA|SHE|TSE|"
    r"TYO|KRX|KOSPI|KOSDAQ|"
    r"Euronext(?: [A-Z][a-z]+)?|EPA|AMS|ETR|FRA|FWB|Xetra|XETRA|BIT|STO|OMX|HEL|SGX|ASX|BSE|NSE|TPE|TWSE|TASE|"
    r"SIX|SWX|BME|MCX|"
    r"[A-Z]{1,5}\.(?:O|N|DE|PA|T|HK|SS|SZ|KS|L|AS|ST|MI|TO|AX|TA|TW|SI))"
)

DOMAIN_WORDS = (
    "self-driving", "autonomous", "autonomy", "driverless", "robotaxi", "robo-taxi", "lidar", "automaker", "carmaker",
    "ride-hailing", "ride hailing", "driver-assist", "driver assist", "electric car", "electric vehicle",
    "automated driv", "robot car", "robot truck", "robot tax", "without a driver",
    "steering wheel", "chipmaker", "truckmaker", "car industry", "automotive",
    "自动驾驶", "自動運転", "无人驾驶", "汽车", "自動車", "자율주행",
)  # fmt: skip
"""An article with one of these is about this business, so a doubtful name is likelier a company's."""


def _seat(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words}) $", re.IGNORECASE)


SEATS: dict[str, re.Pattern[str]] = {
    "with": _seat(
        r"(?:partner(?:ed|ing|s|ship)?|partnerships|team(?:ed|ing|s)? up|teamed|teaming|cooperat\w+|"
        r"collaborat\w+|works?|worked|"
        r"working|deals?|agreements?|contracts?|pacts?|alliances?|ventures?|talks?|tie-ups?|ties|accord|"
        r"memorandum|MoU|merge[ds]?|"
        r"merger|merging|compet\w+|trials?|tests?|pilots?|cooperation|arrangement|joined forces|join(?:ing|s|"
        r"ed)? (?:hands|forces)|"
        r"together|relationship|round|consortium|signed up|signed on|in league|allied|negotiat\w+|discussions|"
        r"side by side|tied up|"
        r"linked up|hooked up|order|lawsuit|settlement|dispute)(?: [\w-]+ly)?(?: \w+)? with"
    ),
    "by": _seat(
        r"(?:acquired|bought|owned|backed|funded|led|headed|founded|made|built|developed|supplied|operated|run|"
        r"provided|joined|"
        r"purchased|swallowed|absorbed|used|controlled|financed|produced|manufactured|designed|licensed|"
        r"taken over|snapped up|"
        r"outbid|sued|hired|chosen|picked|selected|followed|supported|created|established|offered|sold|shared|"
        r"staked) by"
    ),
    "in": _seat(
        r"(?:stakes?|shares?|shareholders?|holdings?|interest|invest\w*|investors?|money|equity|\$[\d.,]+ ?\w*|"
        r"million|billion|"
        r"believers?|confidence|slice|piece|majority|minority|percent|per cent|%|round|position|funds?|capital|"
        r"sliver) in"
    ),
    "of": _seat(
        r"(?:acquisition|takeover|purchase|subsidiary|unit|division|arm|part|owners?|customers?|rivals?|"
        r"competitors?|parent|shares|"
        r"investors?|shareholders?|partners?|clients?|suppliers?|backers?|maker|alumni|veterans|ceo|cfo|cto|"
        r"officer|president|"
        r"chairman|head|boss|founder|co-founder|director|executive|chief|owned|buyout|control|%|percent|spin-off|"
        r"spinoff|affiliate|"
        r"ship|fleet|sale|rest|spun (?:out|off)|engineers?|employees?|board|merger|backing|help|chairwoman|likes|"
        r"lead|leadership|round|financing) of"
    ),
    "to": _seat(
        r"(?:belong(?:s|ed|ing)?|sold|sells?|selling|suppl\w+|deliver\w*|sale of [\w.]+|"
        r"licensed|licenses|licensing|went|gone|"
        r"goes|rival|competitor|"
        r"customer|linked|tied|lost|ceded|handed|switch(?:ed|ing)?|turn(?:ed|ing|s)?|loaned?|similar|next|"
        r"according) to"
    ),
    "from": _seat(
        r"(?:money|investments?|funding|funds?|financing|capital|backing|orders?|chips?|software|sensors?|"
        r"lidars?|vehicles?|cars?|"
        r"trucks?|vans?|minivans|buses|shuttles|systems?|technology|parts|maps|components|competition|bought|"
        r"buys|buying|bid|spun off|"
        r"spun out|spin-off|spinoff|hired|poached|executives?|engineers?|licensed|acquired|ordered|support|help|"
        r"equipment|"
        r"batteries|supplies|deliveries|comes?|came|hails?|raised|\$[\d.,]+ ?\w*|million|billion|two|three|four|"
        r"five|pressure) from"
    ),
    "for": _seat(
        r"(?:built|made|supplies|supplied|developed|designed|builds|makes|produces|freight|loads|goods|groceries|"
        r"parcels|delivers|"
        r"hauls?|hauled|hauling|haul|engineer|spokes\w+|chief|officer|executive|director|supplier|customer|bid|"
        r"offer|million|billion|\$[\d.,]+ ?\w*) for"
    ),
    "at": _seat(
        r"(?:president|director|manager|partner|analyst|engineer|executive|officer|head|chief|scientist|"
        r"strategist|principal|lead|"
        r"expert|researcher|counsel|employees?|workers|colleagues|counterpart|worked|job|jobs|bosses|investor|"
        r"designer) at"
    ),
    "into": _seat(
        r"(?:invest\w*|put|puts|pumped|poured|pours|sank|sunk|ploughed|plowed|money|million|billion|"
        r"\$[\d.,]+ ?\w*|merged|folded|"
        r"buys?|bought|integrat\w+|capital|funds) into"
    ),
    "and": _seat(r"(?:between|both) [A-Z][\w.&'-]*(?: [A-Z][\w.&'-]*)* and"),
    "between": _seat(
        r"(?:deal|partnership|agreement|alliance|venture|cooperation|collaboration|contract|pact|tie-up|merger|"
        r"talks|rivalry|fight) "
        r"between"
    ),
    "against": _seat(r"(?:lawsuit|suit|compet\w+|complaint|case|claims?|race) against"),
    "behind": _seat(r"(?:company|firm|startup|group|team|investors?) behind"),
    "than": _seat(r"(?:rather|other|more|bigger|smaller|larger|cheaper|faster|better) than"),
}
"""By the preposition before a name: what must stand before that for the name to sit in the seat of a deal."""
