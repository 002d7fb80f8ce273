"""The HSDS 3.1 objects as tables, the safe sites apart from them, and the search index."""

from __future__ import annotations

from .area import Place, SafeSite
from .detail import Contact, CostOption, Funding, Language, Phone, RequiredDocument, Schedule, ServiceArea, Url
from .index import Document, IndexState, OpenInterval, Word
from .organization import Organization, OrganizationIdentifier, Program
from .place import Accessibility, Address, Location
from .record import Record
from .service import Service, ServiceAtLocation, ServiceCapacity, Unit
from .taxonomy import Attribute, Metadata, MetaTableDescription, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "CostOption",
    "Document",
    "Funding",
    "IndexState",
    "Language",
    "Location",
    "MetaTableDescription",
    "Metadata",
    "OpenInterval",
    "Organization",
    "OrganizationIdentifier",
    "Phone",
    "Place",
    "Program",
    "Record",
    "RequiredDocument",
    "SafeSite",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
    "Word",
]
