"""Mails to people who left the page while their session waited: one for each wish.

A wish is on the disk before it is acknowledged (``wishes.py``), the postman looks what has become
of its session (``postman.py``), and a letter goes out by the operator's server (``sending.py``).
All of it runs in the Hub, which alone sees every session to its start, and knows everybody's
address.
"""
