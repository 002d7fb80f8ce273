"""Written vectors: made by other code (stdlib HMAC, raw AES-GCM, PyNaCl) or published; a format may never drift."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from waystation.core.vault import bundle, certificate, envelope, keys, log, packet, primitives, recovery, stream
from waystation.core.vault.envelope import Context
from waystation.core.vault.stretch import StretchParams, check_verifier, stretch, verifier_hash

VECTORS: dict[str, Any] = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
unhex = bytes.fromhex


def place(said: dict[str, Any]) -> Context:
    return Context(**{**said, "row": UUID(said["row"]), "agency": UUID(said["agency"])})


@pytest.mark.parametrize("v", VECTORS["expand"])
def test_reader_can_repeat_hkdf_expand(v: dict[str, str]) -> None:
    assert primitives.expand(unhex(v["prk"]), unhex(v["info"])).hex() == v["okm"]


@pytest.mark.parametrize("v", VECTORS["stretch"], ids=lambda v: f"{v['memory_kib']}KiB")
def test_reader_can_repeat_stretching(v: dict[str, Any]) -> None:
    params = StretchParams(v["memory_kib"], v["time"], v["parallelism"])
    verifier, unlock_key = stretch(v["passphrase"], unhex(v["salt"]), params)
    assert (verifier.hex(), unlock_key.hex()) == (v["verifier"], v["unlock_key"])
    assert verifier_hash(verifier).hex() == v["verifier_hash"]
    assert check_verifier(verifier, unhex(v["verifier_hash"]))


def test_reader_can_repeat_envelope() -> None:
    v = VECTORS["envelope"]
    key, context, clear = unhex(v["key"]), place(v["context"]), v["plaintext"].encode()
    assert envelope.associated(context).hex() == v["associated"]
    assert envelope.seal_with_nonce(key, clear, context, unhex(v["nonce"])).hex() == v["blob"]
    assert envelope.open_json(key, memoryview(unhex(v["blob"])), context) == json.loads(v["plaintext"])
    assert envelope.digest(unhex(v["blob"])).hex() == v["digest"]


def test_reader_can_repeat_wrap() -> None:
    v = VECTORS["wrap"]
    kek, key, label = unhex(v["kek"]), unhex(v["key"]), unhex(v["label"])
    assert keys.Wrapper(kek).wrap(key, label, unhex(v["nonce"])).hex() == v["blob"]
    assert keys.unwrap(kek, unhex(v["blob"]), label) == key


def test_reader_can_open_sealed_box() -> None:
    v = VECTORS["sealed"]
    private = unhex(v["private"])
    assert keys.exchange_public(private).hex() == v["public"]
    assert keys.open_sealed(private, unhex(v["blob"]), unhex(v["label"])).hex() == v["payload"]


def test_reader_can_repeat_pseudonym_and_team_secret() -> None:
    v = VECTORS["pseudonym"]
    assert keys.pseudonym(unhex(v["key"]), unhex(v["label"])) == v["pseudonym"]
    t = VECTORS["team_secret"]
    secret = keys.TeamSecret(UUID(t["team"]), t["generation"], unhex(t["exchange"]), unhex(t["wrap"]))
    assert secret.to_bytes().hex() == t["bytes"]
    assert keys.TeamSecret.from_bytes(unhex(t["bytes"])) == secret


def test_reader_can_repeat_bundle() -> None:
    v = VECTORS["bundle"]
    heads = {chain: (seq, head) for chain, (seq, head) in v["heads"].items()}
    held = bundle.Bundle(
        unhex(v["exchange"]), unhex(v["signing"]), unhex(v["own_key"]), unhex(v["root_fingerprint"]), heads
    )
    key, member = unhex(v["key"]), UUID(v["member"])
    assert bundle.seal_bundle_with_nonce(held, key, member, unhex(v["nonce"])).hex() == v["blob"]
    assert bundle.open_bundle(unhex(v["blob"]), key, member) == held


def test_reader_can_repeat_recovery_code() -> None:
    v = VECTORS["recovery"]
    assert recovery.recovery_code(int(v["secret"], 16)) == v["code"]
    assert recovery.recovery_key(v["code"], UUID(v["member"])).hex() == v["key"]


def test_reader_can_repeat_certificate() -> None:
    v = VECTORS["certificate"]
    made = certificate.Certificate(
        v["kind"], UUID(v["subject"]), UUID(v["agency"]), v["generation"], unhex(v["exchange"]), unhex(v["signing"]),
        v["issued"],
    )  # fmt: skip
    assert made.to_bytes().hex() == v["bytes"]
    assert certificate.Certificate.from_bytes(unhex(v["bytes"])) == made
    assert certificate.sign(made, unhex(v["root_seed"])).hex() == v["signature"]
    assert certificate.root_public(unhex(v["root_seed"])).hex() == v["root_public"]
    assert certificate.fingerprint(unhex(v["root_public"])).hex() == v["fingerprint"]
    assert certificate.fingerprint_words(unhex(v["fingerprint"])) == v["words"]
    certificate.verify(made, unhex(v["signature"]), unhex(v["root_public"]), unhex(v["fingerprint"]))


def test_reader_can_open_packet() -> None:
    v = VECTORS["packet"]
    blob, sender, now = unhex(v["blob"]), unhex(v["sender_public"]), datetime(2026, 3, 30, tzinfo=UTC)
    opened = packet.open_packet(blob, unhex(v["recipient_private"]), sender, now)
    assert opened == (v["header"], v["payload"])
    assert packet.reopen_packet(blob, unhex(v["packet_key"]), sender, now) == opened


def test_reader_can_open_stream() -> None:
    v = VECTORS["stream"]
    out = io.BytesIO()
    stream.decrypt_stream(unhex(v["key"]), io.BytesIO(unhex(v["blob"])), out, place(v["context"]))
    assert out.getvalue().decode() == v["plaintext"]


def test_reader_can_repeat_checkpoint() -> None:
    v = VECTORS["checkpoint"]
    said = (UUID(v["chain"]), v["size"], unhex(v["root"]), datetime.fromisoformat(v["at"]))
    assert log.sign_checkpoint(unhex(v["seed"]), *said).hex() == v["signature"]
    log.verify_checkpoint(unhex(v["public"]), *said, unhex(v["signature"]))


def test_reader_can_repeat_certificate_transparency_tree() -> None:
    v = VECTORS["merkle"]
    leaves = [log.leaf_hash(unhex(entry)) for entry in v["leaves"]]
    assert log.EMPTY_ROOT.hex() == log.root([]).hex() == v["empty"]
    assert [log.root(leaves[:size]).hex() for size in range(1, 9)] == v["roots"]
    for case in v["inclusion"]:
        proof = log.inclusion_proof(leaves[: case["size"]], case["index"])
        assert [step.hex() for step in proof] == case["proof"]
        root = unhex(v["roots"][case["size"] - 1])
        log.verify_inclusion(leaves[case["index"]], case["index"], case["size"], proof, root)
    for case in v["consistency"]:
        proof = log.consistency_proof(leaves[: case["size"]], case["earlier"])
        assert [step.hex() for step in proof] == case["proof"]
        roots = [unhex(v["roots"][case[size] - 1]) for size in ("earlier", "size")]
        log.verify_consistency(case["earlier"], roots[0], case["size"], roots[1], proof)
