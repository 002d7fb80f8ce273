from __future__ import annotations

from django.urls import path

from waystation.demo import views
from waystation.demo.lessons.views import lesson

app_name = "demo"
urlpatterns = [
    path("demo/next-day/", views.next_day, name="next_day"),
    path("demo/lesson/", lesson, name="lesson"),
]
