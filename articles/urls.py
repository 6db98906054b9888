"""Addresses of the pages, named as their views."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
