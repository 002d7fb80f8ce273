"""Screens of chats: the visitor's, without any account, and the desk's."""
