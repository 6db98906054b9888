"""Newsdash's one app: from a feed to a timeline in which every line rests on a sentence.

The modules in the order in which an article passes them::

    feed ─► fetch ─► page ─► article ─► mentions ─► claims ─► partnerships ─► timeline ─► view
                                            ▲          ▲            ▲
                                        catalogue   curation: a person's word outranks the machine's

    schedule        when to poll a feed next: a pure decision over what the last answers said
    fetch/          the only code that opens a connection: client, address guard, robots.txt, pace per host
    extract/        text in, frozen dataclasses out; no Django, no network, no clock. Its own map is in its docstring
    catalogue/      data: companies.csv, sources.csv, topics.csv, the starter archive (briefs.jsonl)
    models/         tables, one file a noun, in path order

    pipeline        the story: check_feed, fetch_page, read_page, read_article; one call a step
    visits          asking servers: with our one client, at the host's pace, where robots.txt lets us
    feeds           feeds and entries as rows
    pages           the answer kept on a page, parsed with its source's help
    arrivals        what came in as rows: an address becomes a page once, a page an article, its people authors
    readings        what was read as rows: mentions, claims, quotes, without stepping on a person's word
    joining         claims added up to partnerships
    directory       the catalogue as rows
    troubles        feeds that broke or fell silent, told once
    setbacks        rows that met a bug, put off so that the others move
    subscribing     a site's address → its feeds; OPML
    rereading       stored pages read anew by newer page rules: what would change, and the change
    controls        poll now, pause, resume, revive, take in: what a person does to a feed or a page
    history         a source's old articles, from posts, archives and sitemaps
    curation/       accept, reject, correct, merge, split, undo: every write a person makes
    tasks           Celery's door: ids in, one pipeline call and one log line for each
    crew            many rows a message: together by a fetcher's threads, or in turn

    timeline/ network/ search stats     the read side: rows for the pages
    ledger          all deals as arrays in memory, for counts and drawings
    retrospect      what had been told of deals until a day
    layout          where companies stand on the network's map
    indexing fulltext/                  rows → the full-text index, on SQLite and PostgreSQL
    bulk            rows in great numbers, into tables without indexes
    scripts         companies' names by the script they are written in
    reasons         sentences stored in English, said in the reader's language
    views/ admin/ templatetags/ management/ urls     the doors for people
    migrations/     how the tables came to be
"""
