"""The computer gives out under a populated installation: full disk, no inodes, read-only folder, too little memory."""
