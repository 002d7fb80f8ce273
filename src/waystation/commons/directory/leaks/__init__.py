"""The leak linter: nothing public may lead to a confidential address."""
