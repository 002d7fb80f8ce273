"""Who is signed in, and what of theirs can be opened: two cookies, a sealed bundle in the session row, two ends.

The Django session (`__Host-s`) says who. The bundle lies in that row sealed under a key that only the browser's second
cookie (`__Host-k`) holds: the row alone, or the key alone, opens nothing.
"""
