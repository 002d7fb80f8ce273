"""Text messages: signed webhooks of gateways, sealed on arrival."""
