"""Public lanes: messages from any phone without an account, their order numbers and answers."""
