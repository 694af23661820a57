"""The writes that make variants: ask for a family, fill it, edit one of them."""

from content_engine.variants.abandoning import take_up_abandoned
from content_engine.variants.carrying import carry_out
from content_engine.variants.editing import (
    NothingChangedError,
    Proposal,
    StaleVersionError,
    edit,
    propose,
)
from content_engine.variants.requesting import (
    RunStandsError,
    request,
    request_again,
)
from content_engine.variants.rewriting import NotEditableError, brought_claims
from content_engine.variants.seconding import second
from content_engine.variants.showing import as_contract, generated_as_contract, using

__all__ = [
    "NotEditableError",
    "NothingChangedError",
    "Proposal",
    "RunStandsError",
    "StaleVersionError",
    "as_contract",
    "brought_claims",
    "carry_out",
    "edit",
    "generated_as_contract",
    "propose",
    "request",
    "request_again",
    "second",
    "take_up_abandoned",
    "using",
]
