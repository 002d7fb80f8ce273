"""Addresses of this room."""

from __future__ import annotations

from django.urls import URLPattern, path

from waystation.care.intake.chat.views import desk, visitor

app_name = "chat"
urlpatterns: list[URLPattern] = [
    path("chat/", visitor.chat, name="chat"),
    path("chat/write/", visitor.write, name="write"),
    path("chat/news/", visitor.news, name="news"),
    path("chat/end/", visitor.end, name="end"),
    path("chats/", desk.chat_list, name="desk_list"),
    path("chats/<uuid:chat_id>/", desk.chat, name="desk"),
    path("chats/<uuid:chat_id>/take/", desk.take, name="desk_take"),
    path("chats/<uuid:chat_id>/say/", desk.say, name="desk_say"),
    path("chats/<uuid:chat_id>/end/", desk.end, name="desk_end"),
    path("chats/<uuid:chat_id>/news/", desk.news, name="desk_news"),
]
