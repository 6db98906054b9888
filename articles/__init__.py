"""Newsdash's one app: from a feed to a timeline in which every line rests on a sentence.

The modules in the order in which an article passes them::

    feed ─► fetch ─► page ─► article ─► mentions ─► claims ─► partnerships ─► timeline ─► view
                                            ▲          ▲            ▲
                                        catalogue   curation: a person's word outranks the machine's

    schedule        when to poll a feed next: a pure decision over what the last answers said
    fetch/          the only code that opens a connection: client, address guard, robots, pace per host
    extract/        text in, frozen dataclasses out; no Django, no network, no clock
        feed            feed bytes → entries
        page            page HTML or saved plain text → title, paragraphs, date, canonical address
        bylines         author lines and author boxes → people, and where they worked until when
        dates           any written date, relative to a day → a day, month, quarter or year
        names           one key for the spellings of a name
        companies       the catalogue: companies, the names they go by, their owners over time
        sentences       text → sentences with offsets
        mentions        text + catalogue → which company stands where, and organisations nobody knows yet
        references      "the Detroit carmaker", "the pair", "it" → the company meant
        cues            the words that announce, hedge, deny, enlarge or end a deal; data, no logic
        claims          sentences → claims: kind, who, stage, date, subject, amount, evidence, confidence
        quotes          who said what, in which office, for which company
        reading         all of the above over one article: `read_text`
        partnerships    the claims about a pair → its history
        likeness        near-duplicate fingerprints
        terms           a text or a query → the terms it can be found by
        listing         a page of a site's history → entries and where the next ones are
    catalogue/      data: companies.csv, sources.csv, the starter archive
    models/         tables, one file a noun, in path order
    fulltext        the full-text index: terms in, the newest matching documents out, on SQLite and PostgreSQL
    indexing        rows → the full-text index
    layout          where companies stand in the drawn network
    pipeline        the story: check_feed, read_page, read_article, join_partnerships; one call a step
    history         a source's old articles, found by posts, archives and sitemaps; pages are made for them
    haul            what one listing of it brought: pages nobody has brought yet
    controls        what a person does to a feed or a page left out: poll now, pause, resume, revive, take in
    curation        accept, reject, correct, merge, split, undo: every write a person makes
    tasks           Celery's door: an id in, one pipeline call, one log line
    timeline network search stats    the read side: rows for the pages
    views/ syndication admin/ templatetags/ management/    the doors for people
"""
