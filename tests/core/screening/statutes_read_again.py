"""A second reading of the two definitions, from their text, that shares nothing with the program but codes and words.

22 USC 7102: (11) severe forms of trafficking: (A) sex trafficking in which a commercial sex act is induced by force,
fraud or coercion, or in which the person induced has not attained 18 years; or (B) the recruitment, harboring,
transportation, provision, or obtaining of a person for labor or services, through the use of force, fraud, or coercion
for the purpose of subjection to involuntary servitude, peonage, debt bondage, or slavery. (12) sex trafficking: the
recruitment, harboring, transportation, provision, obtaining, patronizing, or soliciting of a person for the purpose of
a commercial sex act. Palermo Protocol, Article 3 (a) recruitment, transportation, transfer, harbouring or receipt, by
means of threat or use of force or other forms of coercion, of abduction, of fraud, of deception, of the abuse of power
or of a position of vulnerability or of the giving or receiving of payments to achieve the consent of a person having
control over another person, for the purpose of exploitation: at a minimum sexual exploitation, forced labour or
services, slavery or practices similar to slavery, servitude or the removal of organs; (c) for a child the means are not
asked for; (d) a child is under eighteen.

What is not known is tried both ways. A statement leaves open whether each way a law is met is so; the answer is `met`
when it is met however the open things turn out, `not_indicated_yet` when it is met in no way, else `undetermined`.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

# Which facts show which words of the statutes. Written from the words of each fact; not read from the data.
SHOWS_ACT = {
    "recruit": "recruitment", "harbor": "harboring", "transport": "transportation", "transfer": "transfer provision",
    "provide": "transfer provision", "obtain": "obtaining receipt", "receive": "obtaining receipt",
    "patronize": "patronizing", "solicit": "soliciting",
}  # fmt: skip
SEVEN = {"recruitment", "harboring", "transportation", "provision", "obtaining", "patronizing", "soliciting"}
FIVE = SEVEN - {"patronizing", "soliciting"}
PALERMO_ACTS = {"recruitment", "transportation", "transfer", "harboring", "receipt"}
BY_FORCE = {"force", "physical_abuse", "sexual_abuse", "restricts_movement", "abduction"}
BY_FRAUD = {"fraud", "false_promises", "deception"}
BY_COERCION = {
    "coercion", "physical_threats", "threatens_family", "threatens_law_enforcement", "fear_of_serious_harm",
    "uses_children", "uses_debt", "withholds_documents", "withholds_necessities", "restricts_medical_care",
    "psychoactive_substance",
}  # fmt: skip
PALERMO_MORE = {"abuse_of_power", "abuse_of_vulnerability", "payment_to_controller"}
SERVITUDES = {"involuntary_servitude", "peonage", "debt_bondage", "slavery"}
WORK = SERVITUDES | {"labor", "forced_begging", "forced_criminality"}
SEX = {"commercial_sex", "sexual_exploitation"}
EXPLOITATION = WORK | SEX | {"forced_marriage", "organ_removal"}
NOT_MEANS = {
    "takes_earnings", "restricts_financial_access", "excessive_working_hours", "psychological_abuse", "isolation",
}  # fmt: skip

Possible = set[bool]


def read_again(age: str, present: Iterable[str], absent: Iterable[str]) -> dict[str, str]:
    """{tvpa, palermo: met, not_indicated_yet or undetermined}. `age`: minor, adult or unknown."""
    yes, no = set(present), set(absent) - set(present)
    minor = {"minor": {True}, "adult": {False}, "unknown": {True, False}}[age]
    return {"tvpa": _named(_federal(minor, yes, no)), "palermo": _named(_palermo(minor, yes, no))}


def _federal(minor: Possible, yes: set[str], no: set[str]) -> Possible:
    means = _means(yes, no, BY_FORCE | BY_FRAUD | BY_COERCION, {"force", "fraud", "coercion"})
    for_sex = _some({"commercial_sex"}, yes, no)
    for_servitude = _some(SERVITUDES, yes, no)
    asked = yes & EXPLOITATION  # a purpose that was named says which question is asked
    found: Possible = set()
    acts = _acts(SEVEN, yes, no), _acts(FIVE, yes, no)
    for young, forced, sold, bound, seven, five in product(minor, means, for_sex, for_servitude, *acts):
        sex_trafficking = seven and sold and (not asked or bool(asked & SEX))
        labor_trafficking = five and bound and (not asked or bool(asked & WORK))
        found.add((sex_trafficking and (forced or young)) or (labor_trafficking and forced))
    return found


def _palermo(minor: Possible, yes: set[str], no: set[str]) -> Possible:
    every = BY_FORCE | BY_FRAUD | BY_COERCION | PALERMO_MORE
    deciding = {"force", "fraud", "coercion", "abduction", "false_promises", "deception"} | PALERMO_MORE
    means, purpose, act = _means(yes, no, every, deciding), _some(EXPLOITATION, yes, no), _acts(PALERMO_ACTS, yes, no)
    return {done and aimed and (forced or young) for young, forced, aimed, done in product(minor, means, purpose, act)}


def _acts(named: set[str], yes: set[str], no: set[str]) -> Possible:
    """A law's verbs: done when one of them was, not done when each fact that shows one is denied."""
    showing = {fact for fact, words in SHOWS_ACT.items() if set(words.split()) & named}
    return _some(showing, yes, no)


def _means(yes: set[str], no: set[str], showing: set[str], deciding: set[str]) -> Possible:
    """Force, fraud and coercion are denied as wholes; what Palermo adds is denied piece by piece."""
    return {True} if yes & showing else {False} if deciding <= no else {True, False}


def _some(showing: set[str], yes: set[str], no: set[str]) -> Possible:
    return {True} if yes & showing else {False} if showing <= no else {True, False}


def _named(found: Possible) -> str:
    return "met" if found == {True} else "not_indicated_yet" if found == {False} else "undetermined"
