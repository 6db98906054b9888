"""Addresses of the pages, named as their views."""

from django.urls import URLPattern, path

from articles.views import article, author, company, home, partnership, site, source, timeline

urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("timeline/", timeline.timeline, name="timeline"),
    path("companies/", company.companies, name="companies"),
    path("company/<slug:slug>/", company.company, name="company"),
    path("partnership/<slug:a>/<slug:b>/", partnership.partnership, name="partnership"),
    path("article/<int:pk>/", article.article, name="article"),
    path("author/<slug:slug>/", author.author, name="author"),
    path("sources/", source.sources, name="sources"),
    path("source/<slug:slug>/", source.source, name="source"),
    path("help/", site.help_page, name="help"),
    path("theme/", site.choose_theme, name="theme"),
]
