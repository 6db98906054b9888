"""The read side of deals: filters from an address, and rows for every rung of the timeline's ladder.

    filters     an address's query ─► `Filters`; names in it ─► `Scope`; a scope ─► deals as a query
    passing     which deals pass, asked of the ledger: what `find_deals` asks the rows
    facets      how many deals each choice of the filter bar would leave
    heatmap     companies × quarters
    lanes       swimlanes: one mark a deal
    deals       the list, by month, paged by key
    pair        the life of one pair, claim by claim
    motion      companies with more deals than usual
    company     everything about one company

Every function here asks a fixed number of queries, whatever the number of rows.
"""

from articles.timeline.filters import Filters, Scope, find_deals, resolve

__all__ = ["Filters", "Scope", "find_deals", "resolve"]
