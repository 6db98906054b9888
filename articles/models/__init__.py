"""The tables, one file a noun, in the order in which an article passes them."""

from articles.models.among import Among
from articles.models.article import Article, Band, Revision, Story
from articles.models.author import Author, Byline, Position
from articles.models.backfill import Backfill
from articles.models.claim import Claim, RuleHold
from articles.models.company import Company, CompanyName, IgnoredName, Ownership
from articles.models.decision import Decision
from articles.models.feed import Entry, Feed
from articles.models.host import Host
from articles.models.indexed import Indexed
from articles.models.mention import Mention, PartnerCount
from articles.models.page import Page
from articles.models.partnership import Partnership, Party
from articles.models.position import NodePosition
from articles.models.quote import Quote
from articles.models.sign_in import SignInFailure
from articles.models.source import Source

__all__ = [
    "Among", "Article", "Author", "Backfill", "Band", "Byline", "Claim", "Company", "CompanyName", "Decision", "Entry",
    "Feed", "Host", "IgnoredName", "Indexed", "Mention", "NodePosition", "Ownership", "Page", "PartnerCount",
    "Partnership", "Party", "Position", "Quote", "Revision", "RuleHold", "SignInFailure", "Source", "Story",
]  # fmt: skip
