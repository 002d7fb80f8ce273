"""The screens of set-up, one file for those that belong together."""
