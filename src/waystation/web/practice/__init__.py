"""Practice: the invented county in a folder of its own, served by a child process of `start` on a port of its own.

`place` knows the folder, its marks and whether somebody serves it; `opening` starts the child; `keeping` and `room` run
inside the child: one bounds and ends it, the other takes nothing in on a full disk; `views` is the page that leads
there. Nothing here reads the real installation's data.
"""
