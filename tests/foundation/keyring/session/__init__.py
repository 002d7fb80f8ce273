"""The life of a session: the passphrase anew, desks that are left and come back to, lost passphrases."""
