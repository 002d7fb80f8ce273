"""Pages of the conversation guide and of instruments, over what the core makes of stated facts."""
