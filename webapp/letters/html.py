"""A letter as HTML: everything that it says is text."""

from markupsafe import Markup, escape

from webapp.letters.paper import Block, Paper, Runs


def render(paper: Paper) -> str:
    """What stands below the title, which is the page's own heading."""
    return "\n".join(str(_block(block)) for block in paper.blocks)


def _block(block: Block) -> Markup:
    if block.items:
        lines = Markup("").join(Markup("<li>{}</li>").format(_runs(runs)) for runs in block.items)
        return Markup("<ol>{}</ol>" if block.ordered else "<ul>{}</ul>").format(lines)
    if block.level:
        return Markup("<h{0}>{1}</h{0}>").format(block.level, _runs(block.runs))
    return Markup("<p>{}</p>").format(_runs(block.runs))


def _runs(runs: Runs) -> Markup:
    return Markup("").join(_run(run.text, run.strong, run.emphasis) for run in runs)


def _run(text: str, strong: bool, emphasis: bool) -> Markup:
    shown = Markup("<br>").join(escape(line) for line in text.split("\n"))
    if emphasis:
        shown = Markup("<em>{}</em>").format(shown)
    return Markup("<strong>{}</strong>").format(shown) if strong else shown
