"""Cases of a third author, written before the rules had seen any of them.

They share the kit and the shape of the second author's cases; ``blind_cases`` reads
them.
"""
