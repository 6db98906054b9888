"""Text in, frozen dataclasses out: no Django, no network, no clock.

Every function here is pure, so it can be run on a file from the shell (``python -m articles.extract``), tested
without a database, and re-run over ten years of stored pages. Offsets are character offsets into the text given.
A package's own module (``page/__init__.py``) is its door; the modules beside it are its rooms::

    feed/           feed bytes → entries: RSS, Atom, JSON Feed, sitemaps; a page's feeds
    page/           page HTML, PDF or saved text → title, paragraphs, date, canonical address, what was cut
    bylines/        author lines and author boxes → people, and where they worked until when
    dates/          any written date, relative to a day → a day, month, quarter, half or year
    names           one key for the spellings of a name
    companies       the catalogue: companies, the names they go by, their owners over time
    sentences       text → sentences with offsets
    mentions/       text + catalogue → which company stands where, and organisations nobody knows yet
    references/     "the Detroit carmaker", "the pair", "it" → the company meant
    claims/         sentences → claims: kind, who, stage, date, subject, amount, evidence, confidence;
                    its vocabulary is data (``cues``, ``lexicon``), and so is what it has learnt (``weights.tsv``)
    quotes/         who said what, in which office, for which company; `people` is whom the article names
    reading         all of the above over one article: `read_text`
    partnerships    the claims about a pair → its history
    relevance       is it about autonomous driving, and which words say so
    likeness        near-duplicate fingerprints
    terms           text → the words it can be searched by
    answers explain the shell's JSON, and the same for a person
    markup charset spellings errors     what several of them share
"""
