"""What a word leans to: coarse classes, wide enough for words that the weights have never met. Data, no logic.

The rules know what a verb does to its subject and object; these words only make one sort of claim likelier than
another: what is sold in this trade, how it is ordered and where it is fitted, whose money it is, how people speak of
marriages when they mean alliances. Verbs stand as lemmas and bring their regular forms.
"""

from __future__ import annotations

from articles.extract.claims.lexicon import VERB_FORMS, regular_forms, words_of

NOUNS = {
    "senses": (
        "lidar lidars laser lasers radar radars camera cameras sensor sensors scanner scanners eye eyes eyesight "
        "vision lens lenses detector detectors antenna antennas imager imagers sonar ultrasonics gps sight ears "
        "microphones rangefinder rangefinders spinners bucket hump puck pucks"
    ),
    "computes": (
        "chip chips processor processors computer computers silicon semiconductor semiconductors brain brains chipset "
        "chipsets soc socs board boards gpu gpus cpu cpus graphics computing controller controllers module modules "
        "accelerator accelerators memory chiplet chiplets supercomputer supercomputers teraflops tops ecu ecus "
        "microcontroller microcontrollers microchip microchips electronics wafers domain-controller"
    ),
    "programs": (
        "software stack code algorithm algorithms os operating-system simulation simulator simulators perception tool "
        "tools toolchain toolchains infotainment voice assistant assistants cockpit autopilot pilot-assist firmware "
        "application applications libraries middleware hypervisor driver-assistance assistance parking self-parking "
        "adas systems system technology technologies tech know-how intelligence"
    ),
    "maps": (
        "map maps mapping atlas cartography positioning location localisation localization navigation coordinates "
        "geodata centimetre"
    ),
    "drives": (
        "car cars van vans minivan minivans truck trucks lorry lorries bus buses shuttle shuttles pod pods suv suvs "
        "sedan sedans saloon saloons vehicle vehicles robotaxi robotaxis taxi taxis cab cabs minibus minibuses "
        "tractor tractors robot robots rover rovers droid droids hatchback hatchbacks crossover crossovers chassis "
        "body bodies limousine limousines buggy buggies cart carts pickup pickups semi semis rig rigs hauler haulers "
        "dumper dumpers excavator excavators loader loaders trailer trailers drone drones bot bots mule mules fleet "
        "fleets estate estates"
    ),
    "parts": (
        "steering brake brakes braking battery batteries cell cells tyre tyres tire tires motor motors axle axles "
        "airbag airbags part parts component components gear wiring connector connectors seat seats cable cables "
        "gearbox gearboxes drivetrain drivetrains powertrain powertrains actuator actuators hardware kit kits screens "
        "screen display displays mirrors wipers headlights headlamps lamps glass steel harness harnesses box boxes "
        "equipment"
    ),
    "connects": (
        "cloud server servers hosting storage connectivity 5g modem modems telematics sim antenna bandwidth "
        "datacenter datacenters network networks spectrum"
    ),
    "orders": (
        "order orders contract contracts tender tenders award awards nomination nominations design-win win wins "
        "backlog shipment shipments consignment batch delivery deliveries invoice invoices purchase purchases "
        "procurement series-production mass-production production volume volumes license licenses licence licences "
        "royalty royalties bill bills units pieces sets dozen dozens hundreds thousands thousand hundred exclusively "
        "price list-price catalogue"
    ),
    "clients": (
        "customer customers client clients buyer buyers taker takers purchaser purchasers subscriber subscribers "
        "clientele supplier suppliers vendor vendors purveyor source sources contractor contractors subcontractor "
        "subcontractors provider providers licensee licensees licensor tier-one tier-1 tier-two"
    ),
    "inside": (
        "inside aboard onboard on-board board hood bonnet roof dashboard dashboards boot trunk bumper bumpers "
        "windscreen windshield grille heart underneath cabin"
    ),
    "money": (
        "money million millions billion billions cash cheque cheques check checks sum sums dollar dollars euro euros "
        "yuan yen pound pounds won funds funding capital round rounds series seed raise fundraising tranche valuation "
        "valued worth pocket pockets purse wallet financing injection infusion kitty bankroll fresh"
    ),
    "stakes": (
        "stake stakes share shares holding holdings holder holders shareholder shareholders stockholder stockholders "
        "percent equity slice slices stock minority investor investors backer backers financier financiers "
        "stakeholder shareholding shareholdings bondholder convertible warrants cornerstone subscribers tenth fifth "
        "quarter third benefactor"
    ),
    "funds": "ventures capital vc venture-capital fund funds partners holdings management sovereign",
    "takeovers": (
        "acquisition acquisitions takeover takeovers merger mergers buyout buyouts bid bids offer bidder bidders "
        "suitor suitors buy-out target prey purchaser absorption price-tag transaction"
    ),
    "shells": (
        "spac spacs blank-check blank-cheque shell listing listed nasdaq stock-exchange flotation ipo float "
        "special-purpose sponsor"
    ),
    "owns": (
        "owner owners parent parents subsidiary subsidiaries daughter daughters sister sisters unit units division "
        "divisions arm arms offspring offshoot offshoots child wholly majority-owned affiliate affiliates brand "
        "brands marque marques house stable empire umbrella conglomerate spin-off spinoff spin-out spinout spin-outs "
        "in-house branch branches group groups family holding-company nephew cousin sibling siblings stablemate "
        "stablemates property"
    ),
    "ventures": (
        "venture ventures jv jvs 50-50 fifty-fifty co-founder co-founders co-owned co-owner founder founders parents "
        "half halves equally jointly joint joint-venture"
    ),
    "friends": (
        "partner partners partnership partnerships ally allies alliance alliances friend friends friendship pact "
        "pacts cooperation co-operation collaboration collaborations team teams hands camp camps club circle fold "
        "consortium consortia coalition member members membership tie-up tie-ups memorandum accord treaty bond bonds "
        "comrade comrades companion companions accomplice accomplices buddy pal mate collaborator collaborators "
        "co-developer handshake signatory signatories agreement agreements framework duo trio quartet side-by-side "
        "shoulder ecosystem arrangement arrangements initiative tandem league guild table roster cohort"
    ),
    "marriages": (
        "marriage marriages bride brides groom spouse spouses wedding weddings honeymoon divorce divorces engagement "
        "couple couples romance love affair affairs fling vow vows bedfellow bedfellows liaison liaisons suitor "
        "suitors husband wife wives consort fiance fiancee betrothal altar date dance dances dancer courtship ex exes "
        "flirtation crush flame lover lovers mistress monogamous faithful wed married engaged betrothed divorced "
        "smitten hitched"
    ),
    "rivals": (
        "rival rivals competitor competitors opponent opponents foe foes enemy enemies contender contenders race "
        "battle fight duel neck challenger challengers pursuer pursuers runner-up competition contest adversary "
        "adversaries archrival arch-rival nemesis versus vs competing war peers peer counterpart alternative "
        "alternatives neighbour neighbor"
    ),
    "pilots": (
        "pilot pilots trial trials test tests experiment experiments route routes campus airport corridor "
        "demonstration demonstrations study project projects programme program programmes research laboratory lab "
        "proof-of-concept showcase launch service services prototype prototypes"
    ),
    "carries": (
        "passenger passengers rider riders ride rides parcel parcels grocery groceries pizza pizzas meal meals "
        "freight load loads haul goods shopper shoppers shopping trip trips package packages mail errands shipper "
        "shippers warehouse warehouses trailers cargo burgers burritos food deliveries lane lanes linehaul"
    ),
    "apps": ("app apps platform platforms marketplace booking bookings hailing ride-hailing network summon dispatch"),
    "ends": (
        "over ended end ending dissolved gone former farewell adieu broken collapsed bankruptcy bankrupt insolvent "
        "insolvency defunct expired lapsed shelved scrapped abandoned closed"
    ),
    "past": (
        "formerly once earlier previously since until ago back then originally initially erstwhile hitherto already "
        "still meanwhile now yet today"
    ),
    "same": (
        "same likewise too also similarly ditto again another further second third fourth latest newest next followed "
        "joining then plus besides moreover"
    ),
    "quarrels": (
        "patent patents trade-secrets court lawsuit suit dispute quarrel feud injunction judge settlement damages "
        "verdict"
    ),
    "nobody": "nobody none nothing neither nor never not no without hardly barely refuses",
    "exhibits": (
        "booth booths stand stands stage panel panels hall keynote exhibit exhibitors show aisle slide slides logo "
        "logos wall screen poster podium row next-door"
    ),
    "says": "analyst analysts survey ranking rankings study report reporters according writes list lists",
    "left": "joined-from poached hired-away alumni ex-employee formerly-of resigned veteran veterans defected",
}
"""Words that are no verbs of the class, all as they stand."""
VERBS = {
    "sells": (
        "supply sell deliver ship furnish provide vend cater serve license lease rent hand offer distribute export "
        "market source stock peddle hawk lend send"
    ),
    "makes": (
        "make build assemble manufacture produce engineer construct craft weld print fabricate design develop tailor "
        "convert upfit modify"
    ),
    "installs": (
        "fit install mount bolt equip outfit kit retrofit embed house carry wear bear feature contain include boast "
        "sport adorn crown pack stuff screw wire power drive steer see"
    ),
    "rests": "run ride rest rely depend base build stand lean count draw live move swear",
    "takes": (
        "use employ deploy adopt tap pick choose select favour favor prefer buy order procure purchase take receive "
        "obtain get commission opt settle decide switch trust entrust rent borrow import"
    ),
    "invests": (
        "invest back fund finance bankroll inject pour plough pump sink subscribe contribute lead follow participate "
        "chip pay sponsor support underwrite commit pledge stake bet wager"
    ),
    "buys": "acquire buy purchase swallow gobble absorb annex devour snap scoop merge bag nab grab land take",
    "sheds": "sell divest shed dispose offload carve spin cede relinquish part unload exit",
    "belongs": "own belong house control found hold spin hatch father mother beget nurture",
    "allies": (
        "partner ally cooperate collaborate team pair join link tie work pool unite band gather enlist sign conspire "
        "accompany"
    ),
    "woos": (
        "woo court date flirt marry wed propose elope divorce jilt engage embrace kiss hug dance seduce smile sleep "
        "cuddle separate"
    ),
    "competes": (
        "compete rival fight battle race chase overtake beat contend vie challenge outdo outpace trail threaten "
        "undercut duel clash surpass lag lead"
    ),
    "tests": "test trial pilot try experiment demonstrate explore study probe examine rehearse practise practice",
    "hauls": "haul transport carry move ferry shuttle drop fetch bring dispatch ship",
    "plugs": (
        "integrate combine connect bundle plug hook couple interface merge incorporate blend marry stitch weave adapt "
        "tune"
    ),
    "breaks": (
        "end quit leave drop abandon dissolve cancel terminate expire lapse collapse scrap shelve axe ditch dump "
        "sever withdraw walk close stop cease wind fold"
    ),
    "wins": "win land secure bag clinch snag score gain earn net attract sign",
}
"""Verbs."""


def _leanings() -> dict[str, tuple[str, ...]]:
    table: dict[str, set[str]] = {}
    for name, text in NOUNS.items():
        for word in words_of(text):
            table.setdefault(word, set()).add(f"~{name}")
    for name, text in VERBS.items():
        for verb in words_of(text):
            for form in {verb, *regular_forms(verb)}:
                table.setdefault(form, set()).add(f"~{name}")
    for form, (lemma, _) in VERB_FORMS.items():
        for name in table.get(lemma, ()):
            table.setdefault(form, set()).add(name)
    return {word: tuple(sorted(names)) for word, names in table.items()}


LEANINGS = _leanings()
"""A word, verbs in every form → the names of its classes, each with a "~" before it."""
