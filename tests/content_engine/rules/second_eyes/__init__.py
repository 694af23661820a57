"""Cases of a second author: complete pieces with one thing changed, and their kit.

Kit, pieces and cases lie beside this module as YAML; ``bases.yaml`` explains the
placeholders and ``blind_cases`` reads them.
"""
