"""The site's addresses as a demo folder has them."""

from __future__ import annotations

from django.urls import include, path

from waystation.web.urls import handler400, handler403, handler404, handler500
from waystation.web.urls import urlpatterns as real

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [*real, path("", include("waystation.demo.urls"))]
