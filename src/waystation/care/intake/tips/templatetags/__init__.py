"""What other pages of the desk show of chats."""
