"""Measures fidelity: whether a changed claim is seen and an honest rewording is not."""
