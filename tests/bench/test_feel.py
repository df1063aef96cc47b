"""The benchmark of conditions measures conditions: each is FEEL, and most find in the case what they ask for."""

from tests.bench.feel import conditions, evaluate_all


def test_the_conditions_of_the_benchmark_say_true_or_false_or_miss_a_variable() -> None:
    answers = evaluate_all(conditions())
    assert {type(answer) for answer in answers} <= {bool, type(None)}
    assert sum(answer is not None for answer in answers) > 100
