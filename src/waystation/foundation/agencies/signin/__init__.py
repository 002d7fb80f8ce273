"""Sign-in without keys: forms, the limiter of wrong tries, and the second factor on allauth's engine.

What opens a bundle lies one floor up, in `keyring.session`, which also has the views.
"""
