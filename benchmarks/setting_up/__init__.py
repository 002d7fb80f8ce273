"""What kill_setup.py needs: a server and a hand that fills in its pages, and a look at what is left."""
