"""Template tags of the base pages: icons, badges, ages of knowledge, panels with a body."""
