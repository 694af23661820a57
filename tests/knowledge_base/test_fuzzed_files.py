"""A little of what ``tests.fuzz_runs`` does for long: damaged files do no harm."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge_base.exchange.batches import ImportFaultsError
from knowledge_base.models import Brand
from tests import fuzz_files, fuzz_importers, kits
from tests.fuzz_importers import Edit, Target

pytestmark = pytest.mark.django_db

EDITS = st.lists(
    st.tuples(
        st.sampled_from(fuzz_importers.KINDS),
        st.floats(0, 1),
        st.floats(0, 1),
        st.integers(0, 1_000_000),
    ),
    max_size=6,
)


@pytest.fixture
def target(brand: Brand, request: pytest.FixtureRequest) -> Target:
    fuzz_files.seeds.cache_clear()
    fuzz_files.person()
    return Target(
        run=fuzz_files.RUNS[request.param],
        refusal=fuzz_files.RefusedError,
        seeds=fuzz_files.seeds(request.param),
    )


@pytest.mark.parametrize(
    "target", sorted(set(fuzz_files.RUNS) - {"pdf"}), indirect=True
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=EDITS, which=st.integers(0, 10))
def test_damaged_files_are_read_or_refused(
    target: Target, edits: list[Edit], which: int
) -> None:
    data = fuzz_importers.damage(target.seeds[which % len(target.seeds)], edits)
    assert fuzz_importers.attempt(target, data) in {"read", "refused"}


@pytest.mark.parametrize("target", sorted(fuzz_files.RUNS), indirect=True)
def test_sound_files_are_read(target: Target) -> None:
    outcomes = {fuzz_importers.attempt(target, data) for data in target.seeds}
    assert "read" in outcomes
    assert outcomes <= {"read", "refused"}
    assert Brand.objects.get().slug == kits.SLUG


def test_a_partial_load_would_be_noticed(brand: Brand) -> None:
    with pytest.raises(fuzz_files.PartialLoadError):
        leave_something()


def leave_something() -> None:
    with fuzz_files._undone():
        Brand.objects.create(slug="left", name="Left", generic_name="behind")
        raise ImportFaultsError(("Row 2: it is wrong.",))
