"""Addresses of the public face: those of the whole site whose views are in faces.PUBLIC."""

from __future__ import annotations

from waystation.web import urls
from waystation.web.faces import public_patterns

urlpatterns = public_patterns()
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
