from __future__ import annotations

from django.urls import path

from waystation.demo import views

app_name = "demo"
urlpatterns = [path("demo/next-day/", views.next_day, name="next_day")]
