"""A stranger's course is looked at in a process of its own, and what was found comes back as data.

Looking reads, unpacks, parses and compares what somebody else wrote; nothing of it is run. A text
can still be made so that reading it takes hours or all memory. So whoever serves others has it
looked at here (``__main__``), within ceilings that the kernel holds (``confinement``), and reads an
answer of a known form and size (``answers``).
"""
