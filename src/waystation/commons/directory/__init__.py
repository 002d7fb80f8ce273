"""The shared directory of services: HSDS 3.1 objects, import, search, safe sites."""
