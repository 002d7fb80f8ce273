"""The shipped nginx files, run for real: their names and paths changed as the how-to says, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from waystation.web.tls import authority, certificates

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
STAFF, PUBLIC = "staff.local", "help.local"


def why_not() -> str:
    """Why nginx cannot be asked here, or nothing."""
    return "" if shutil.which("nginx") else "needs Debian's nginx (apt-get install nginx-light)"


def lay_out(folder: Path, upstreams: str, ports: dict[str, int] | None = None) -> Path:
    """A configuration of nginx with the shipped site and upstreams in it. `ports` replaces ports by number."""
    certificates.ensure(folder, [STAFF, PUBLIC], datetime.now(UTC))
    pem = certificates.path(folder)
    site = (DEPLOY / "nginx-site.conf").read_text()
    for name, ours in (("staff.example.org", STAFF), ("help.example.org", PUBLIC)):
        for file in ("fullchain", "privkey"):
            site = site.replace(f"/etc/letsencrypt/live/{name}/{file}.pem", str(pem))
        site = site.replace(name, ours)
    text = (DEPLOY / upstreams).read_text()
    for old, new in (ports or {}).items():
        text, site = (changed.replace(f":{old}", f":{new}") for changed in (text, site))
        site = site.replace(f"listen {old} ", f"listen {new} ")
    (folder / "site.conf").write_text(site)
    (folder / "upstreams.conf").write_text(text)
    places = "".join(
        f"{name}_temp_path {folder / 'temp'};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"pid {folder / 'nginx.pid'};\nerror_log {folder / 'errors'} warn;\ndaemon off;\n"
        "worker_processes auto;\nevents {\nworker_connections 768;\n}\n"  # as Debian's nginx.conf
        f"http {{\naccess_log {folder / 'access'};\n{places}include {folder / 'upstreams.conf'};\n"
        f"include {folder / 'site.conf'};\n}}\n"
    )
    return main


def tested(main: Path) -> str:
    """What `nginx -t` says; empty when it is content."""
    done = subprocess.run(["nginx", "-t", "-q", "-c", str(main)], capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stderr


@contextmanager
def running(main: Path) -> Iterator[Path]:
    """nginx as long as the block lasts; yields the authority's certificate that a browser must trust."""
    process = subprocess.Popen(["nginx", "-c", str(main)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield authority.certificate_path(main.parent)
    finally:
        process.terminate()
        process.wait(20)
