"""The benchmark of conditions measures conditions: each is FEEL, and answers for the case that it is given."""

from tests.bench.feel import conditions, evaluate_all


def test_every_condition_of_the_benchmark_says_true_or_false() -> None:
    texts = conditions()
    assert len(texts) > 30
    assert {type(value) for value in evaluate_all(texts)} == {bool}
