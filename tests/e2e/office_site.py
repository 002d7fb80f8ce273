"""The demo over TLS, with the server's own certificate authority, for browsers that keep our cookie over https alone.

    python -m tests.e2e.office_site PORT

As an office serves it, but on loopback, which text browsers know by a name: they look at no address in a certificate.
So the worker is told that no address is loopback; the rest is what `start` does.
"""

from __future__ import annotations

import sys

from waystation.commands import django_ready
from waystation.commands.start import choose, places
from waystation.web import options


def main() -> None:
    """Serve the folder of WAYSTATION_HOME as https://localhost:PORT until stopped."""
    home = options.home_from()
    choose(host="127.0.0.1", port=sys.argv[1])
    listeners = places(home)
    django_ready()
    from waystation.web import serving, workers
    from waystation.web.tls import keeping

    workers.is_loopback = lambda host: False  # type: ignore[attr-defined]  # this once, loopback is the office
    serving.prepare()
    keeping.make_ready(home)
    serving.serve(*listeners)


if __name__ == "__main__":
    main()
