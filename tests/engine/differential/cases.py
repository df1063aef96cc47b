"""Drawings over which the engine and the reference once disagreed, as small as they could be made."""

from tests.engine.differential.blocks import Block, Body, Edge
from tests.engine.differential.net import Each

USER = Block(kind="user")
EMPTY_SUB = Block(kind="sub", bodies=((),))
EACH = Each(items=(1, 2))

CASES: dict[str, Body] = {
    "two empty branches of a fork are joined once": (Block(kind="fork", bodies=((), ())), USER),
    "a subprocess goes on from one empty subprocess to the next": (
        Block(kind="sub", bodies=((EMPTY_SUB, EMPTY_SUB),)),
    ),
    "empty branches of an inclusive gateway beside a parallel one": (
        Block(kind="fork", bodies=((Block(kind="or", bodies=((), (), ()), tests=(("d", "<", 2), ("a", "<", 1))),), ())),
    ),
    "an inclusive join waits for a branch that passes a task first": (
        Block(kind="or", bodies=((), (Block(kind="pass"), USER), ()), tests=(("c", "<", 2), ("g", "<", 3))),
        Block(kind="end", event="terminate"),
    ),
    "subprocesses in each iteration end with a repeated one that is interrupted": (
        Block(
            kind="sub",
            bodies=((Block(kind="sub", bodies=((USER,),)),),),
            each=EACH,
            edges=(Edge(event="timer", body=(USER,)),),
        ),
    ),
    "variables of an interrupted activity are forgotten": (
        Block(
            kind="sub", bodies=((USER,),), inputs=(("a", ("b", "+", 1)),), edges=(Edge(event="message", rejoins=True),)
        ),
        USER,
    ),
    "a subprocess that follows an event on an edge reads what the message has brought": (
        Block(
            kind="user",
            edges=(
                Edge(
                    event="message",
                    interrupting=False,
                    body=(Block(kind="sub", bodies=((USER,),), inputs=(("c", ("d", "+", 3)),)),),
                ),
            ),
        ),
    ),
    "what a called process gives right behind an empty multi-instance is not lost": (
        Block(kind="user", each=Each(items=())),
        Block(kind="call", bodies=((),), outputs=(("d", ("c", "+", 1)),)),
    ),
}
