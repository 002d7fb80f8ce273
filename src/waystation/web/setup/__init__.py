"""Set-up, page by page: the one-time link founds the agency, then its administrator does the rest in any order.

What is done stands in the agency's settings; no secret does. The printed codes wait, sealed under the administrator's
own key, until one group of them was typed back from the paper.
"""
