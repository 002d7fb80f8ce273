"""The shipped files hold the lines that the documentation promises, in each place that needs them."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest

from tests.deploy.proxy import DEPLOY
from waystation.web import options, serving

UNITS = ("waystation.service", "waystation@.service")
HARD = {
    "NoNewPrivileges": "yes", "ProtectSystem": "strict", "ReadWritePaths": "/var/lib/waystation", "LimitCORE": "0",
    "MemorySwapMax": "0", "User": "waystation", "UMask": "0077", "ReadOnlyPaths": "/opt/waystation",
    "ProtectHome": "yes", "PrivateTmp": "yes", "CapabilityBoundingSet": "", "StateDirectoryMode": "0700",
    "IPAddressDeny": "any", "IPAddressAllow": "localhost", "MemoryDenyWriteExecute": "yes", "RestrictNamespaces": "yes",
}  # fmt: skip


def unit(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd minds the case
    parser.read_string((DEPLOY / name).read_text())
    return parser["Service"]


def servers() -> list[str]:
    """The server blocks of the nginx site, without comments."""
    text = re.sub(r"#[^\n]*", "", (DEPLOY / "nginx-site.conf").read_text())
    return re.findall(r"^server \{(.*?)^\}", text, re.S | re.M)


@pytest.mark.parametrize("name", UNITS)
def test_each_unit_is_hardened(name: str) -> None:
    found = unit(name)
    assert {key: found.get(key) for key in HARD} == HARD
    assert "User=root" not in (DEPLOY / name).read_text()


def test_the_two_units_differ_only_in_what_is_served() -> None:
    one, many = (dict(unit(name)) for name in UNITS)
    assert {key for key in one if one[key] != many.get(key)} == {"Environment", "ExecStart"}
    assert set(one) == set(many)
    assert many["ExecStart"].endswith("start --port 80%i --public-port 81%i")


def test_no_server_block_writes_down_who_came() -> None:
    assert len(servers()) == 4
    for block in servers():
        assert "access_log off;" in block
        assert "error_log /dev/null emerg;" in block
    assert not re.search(r"access_log (?!off)|log_format|\$proxy_add_x_forwarded_for", "".join(servers()))


def test_each_lane_tells_the_app_what_it_saw_and_keeps_nothing_on_disk() -> None:
    lanes = [block for block in servers() if "proxy_pass" in block]
    assert [re.search(r"proxy_pass http://(\w+);", block)[1] for block in lanes] == [  # type: ignore[index]
        "waystation_public", "waystation_staff",
    ]  # fmt: skip
    for block in lanes:
        for line in (
            "proxy_set_header Host $host;", "proxy_set_header X-Forwarded-For $remote_addr;",
            "proxy_set_header X-Forwarded-Proto $scheme;", 'proxy_set_header Forwarded "";',
            "ssl_protocols TLSv1.2 TLSv1.3;", "proxy_max_temp_file_size 0;",
        ):  # fmt: skip
            assert line in block, line
        sizes = re.findall(r"client_(?:max_body|body_buffer)_size (\d+)m;", block)
        assert len(sizes) == 2
        assert len(set(sizes)) == 1, "a body larger than the buffer would be written to disk in clear"
        limit = next(option.default for option in options.OPTIONS if option.name == "upload_limit")
        assert int(sizes[0]) * 1_000_000 > limit


def test_the_faces_have_a_name_and_a_port_each() -> None:
    names = re.findall(r"server_name ([^;]+);", "".join(servers()))
    assert names == ["_", "_", "help.example.org", "staff.example.org"]
    for file, staff, public in (
        ("nginx-one-process.conf", ["8000"], ["8100"]),
        ("nginx-several-processes.conf", ["8001", "8002"], ["8101", "8102"]),
    ):
        blocks = dict(re.findall(r"upstream (\w+) \{(.*?)\}", (DEPLOY / file).read_text(), re.S))
        assert re.findall(r":(\d+)", blocks["waystation_staff"]) == staff
        assert re.findall(r":(\d+)", blocks["waystation_public"]) == public
        assert "non_idempotent" not in (DEPLOY / file).read_text()
        kept = re.findall(r"keepalive_timeout (\d+)s;", (DEPLOY / file).read_text())
        assert len(kept) == 2
        assert max(int(seconds) for seconds in kept) < serving.LINE_KEPT_FOR_PROXY
    several = (DEPLOY / "nginx-several-processes.conf").read_text()
    assert several.count(" max_fails=0;") == several.count("    server ") == 4


def test_the_settings_are_read_and_fit_the_other_files(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text((DEPLOY / "settings.toml").read_text())
    found = options.load(tmp_path, {})
    assert (found["port"], found["public_port"], found["tls"], found["proxy"]) == (8000, 8100, True, True)
    assert {"staff.example.org", "help.example.org"} < set(found["hosts"])


def test_the_onion_service_leads_to_the_public_face_alone() -> None:
    text = re.sub(r"#[^\n]*", "", (DEPLOY / "torrc").read_text())
    assert re.findall(r"HiddenServicePort (.*)", text) == ["80 127.0.0.1:8100"]
    assert "SafeLogging 1" in text
