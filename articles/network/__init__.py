"""The read side of who is connected with whom: rows for the network, the path and the comparison.

    graph       deals as a query ─► the companies and ties of one day, the biggest first, bounded
    drawing     companies and ties ─► places, sizes and labels
    exports     the same as GraphML and GEXF
    paths       how two companies are connected, each step with its evidence
    comparison  what two to four companies have in common

Every function asks a bounded number of queries. Deals come in as a query that has the filters in it already.
"""
