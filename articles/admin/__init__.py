"""The admin: every table with search and filters, and no list that grows slow with its table."""

from articles.admin import articles, authors, claims, companies, decisions, derived, sources

__all__ = ["articles", "authors", "claims", "companies", "decisions", "derived", "sources"]
