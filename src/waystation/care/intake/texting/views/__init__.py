"""Views of texts: the gateways' webhooks, and the desk's pages."""
