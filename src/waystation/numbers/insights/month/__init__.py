"""The month sheet: what a line's month came to, by the day it happened, to show, print and save."""
