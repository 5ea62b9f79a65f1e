"""A small but complete paper in any number of variants, built by hand from document nodes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

from probgen.document import (
    Answer,
    Blank,
    Block,
    Blocks,
    Branch,
    Cell,
    ChooseMany,
    Course,
    Cover,
    DataTable,
    Derivation,
    DisplayMath,
    Emph,
    Essay,
    Exam,
    FigureBlock,
    FigureRef,
    Inlines,
    Math,
    Matrix,
    Mistake,
    Number,
    Option,
    PageStyle,
    Paragraph,
    Part,
    Problem,
    Proof,
    Question,
    ResponseBlock,
    RubricLine,
    Section,
    Sequence,
    Str,
    Strong,
    Table,
    TickRow,
    Ticks,
    Tree,
    TreeNode,
    Vector,
)
from probgen.exact import Dec, Record

PROOF = Proof("checked", "by hand")


def text(*pieces: str | Any) -> Inlines:
    """Return inlines of words, `$formulas$` and nodes."""
    return tuple(_inline(piece) if isinstance(piece, str) else piece for piece in pieces)


def _inline(piece: str) -> Any:
    return Math(piece[1:-1]) if piece.startswith("$") else Str(piece)


def para(*pieces: str | Any) -> Block:
    """Return a paragraph of such pieces."""
    return Paragraph(text(*pieces))


def ask(words: str) -> Any:
    """Return what is asked, set strong."""
    return Strong((Str(words),))


def problem(name: str, title: str, stem: Blocks, *parts: Part) -> Problem:
    """Return a problem that says it stands in `banks/NAME.yaml`."""
    return Problem(name, title, "sample", stem, parts, PROOF, Record({}), Record({}), f"banks/{name}.yaml", 3)


def variants(count: int) -> tuple[Exam, ...]:
    """Return so many variants: the numbers differ, the structure does not."""
    return tuple(exam(seed) for seed in range(count))


def exam(seed: int = 0) -> Exam:
    """Return the variant of this number."""
    problems = (_network(seed), _tree(seed), _remedies(seed), _attention(seed), _essay(seed))
    sections = (
        Section("", (), (_numbered(1, _form()),)),
        Section("Networks", (para("Show your steps; a bare answer earns half."),), _questions(2, problems[:2])),
        Section("Training", (), _questions(4, problems[2:])),
    )
    letter = chr(ord("A") + seed % 26) + (str(seed // 26) if seed >= 26 else "")
    return Exam(
        title="Midterm Exam",
        course=Course("CS 482", "Deep Neural Networks", "Spring 2027", "A. Instructor", "Room 155"),
        minutes=80,
        variant=letter,
        code=f"{letter}-K7Q{seed % 10}",
        cover=Cover(
            fields=("Student ID", "Discussion section", "Name (print: last, first)", "Signature"),
            seat=True,
            neighbors=("left", "right", "in front", "behind"),
            rules=(
                text("Fill in this page now. Do not turn it before you are told to."),
                text("One handwritten sheet of notes, both sides. No calculators, phones or computing watches."),
                text(
                    "Write each answer inside its box. Work elsewhere counts only if the box says where to look, ",
                    "and the rest of this sentence makes a second line.",
                ),
            ),
        ),
        style=PageStyle(
            extra_page=text("Extra page. Work here counts only if the question's own page says so."),
            doodle_page=text("Doodle page: draw something, or leave a comment on the course."),
        ),
        sections=sections,
    )


def changed(paper: Exam, question: int, **fields: Any) -> Exam:
    """Return the exam with the fields of the first part of a question replaced."""

    def part(asked: Question) -> Question:
        (one,) = asked.problems
        first, *rest = one.parts
        return replace(asked, problems=(replace(one, parts=(replace(first, **fields), *rest)),))

    sections = tuple(
        replace(s, questions=tuple(part(q) if q.number == question else q for q in s.questions)) for s in paper.sections
    )
    return replace(paper, sections=sections)


def _questions(first: int, problems: tuple[Problem, ...]) -> tuple[Question, ...]:
    return tuple(_numbered(first + place, one) for place, one in enumerate(problems))


def _numbered(number: int, one: Problem) -> Question:
    return Question(number, one.title, (one,), sum((part.points for part in one.parts if not part.optional), start=0))


def _form() -> Problem:
    prompt = (para("Copy this sentence and sign it: ", Emph(text("I work alone and by the rules."))),)
    return problem("honor", "Before we begin", (), Part("", prompt, (), 1, space=60.0, ruled=True, line=5))


def _network(seed: int) -> Problem:
    channels = 10 + 2 * seed
    rows = (
        (Cell(text("Input")), Cell(text(r"$28\times28\times1$")), Cell(text("$0$"))),
        (
            Cell(text(f"CONV3-{channels}")),
            Cell(text(rf"$28\times28\times{channels}$"), (28, 28, channels), blank=True),
            Cell(text(rf"$(9\cdot 1+1)\cdot{channels}={10 * channels}$"), 10 * channels, blank=True),
        ),
        (
            Cell(text("POOL2")),
            Cell(text(rf"$14\times14\times{channels}$"), (14, 14, channels), blank=True),
            Cell(text("$0$")),
        ),
        (
            Cell(text("FC-5")),
            Cell(text("$5$")),
            Cell(text(rf"$({196 * channels}+1)\cdot5$"), 5 * (196 * channels + 1), blank=True),
        ),
    )
    stem = (
        para(
            r"A network for ",
            r"$28\times28$",
            " grey images. CONV3-",
            "$C$",
            " has ",
            "$C$",
            " filters of side 3 with padding 1 and stride 1; POOL2 halves both sides. Biases count.",
        ),
    )
    table = Table(
        (text("layer"), text("shape of the output"), text("number of parameters")), ("text", "shape", "formula"), rows
    )
    first = Part(
        "a",
        (para(ask("Complete the table."), " Products may stay as they are."), ResponseBlock("cells")),
        (Answer("cells", table, credit_each=True),),
        8,
        solution=(
            para(
                "A filter has nine weights for each channel that it reads, and one bias; pooling has nothing to learn."
            ),
        ),
        line=12,
    )
    second = Part(
        "b",
        (
            para(
                "One more image is a circular shift of one that the network has seen. ",
                ask("Which layers map shifted inputs to shifted outputs"),
                ", if the padding wraps around?",
            ),
        ),
        (Answer("why", Essay(4, 30)),),
        4,
        space=96.0,
        ruled=True,
        hint=(para("go through the layers one by one."),),
        solution=(
            para(
                "Convolution with wrapped padding and pointwise nonlinearities do; pooling only for shifts by "
                "multiples of its stride; the fully connected layer does not."
            ),
        ),
        rubric=(
            RubricLine(text("convolution, with the reason"), 2),
            RubricLine(text("pooling for even shifts only"), 1),
            RubricLine(text("the fully connected layer does not"), 1),
        ),
        line=20,
    )
    return problem("parameters", "Counting parameters", stem, first, second)


def _tree(seed: int) -> Problem:
    low = Dec(f"-{1 + seed % 3}.61")
    words = ("learn", "deep")

    def node(label: str, depth: int) -> TreeNode:
        sums = (str(low), f"-0.{15 + 10 * depth + 7}")
        branches = (Branch(text(f"${sums[place]}$"), node(word, depth + 1)) for place, word in enumerate(words))
        return TreeNode(text(label), tuple(branches) if depth < 3 else ())

    figure = Tree(node("sos", 0), "Tree of three levels; branches carry log-probabilities")
    stem = (
        para(
            "A language model with the two words ",
            Emph(text("learn")),
            " and ",
            Emph(text("deep")),
            " assigns the log-probabilities in ",
            FigureRef("tree", 1),
            ". Noor decodes greedily, Emmy with a beam of width 2.",
        ),
        FigureBlock("tree", figure, text("log-probability of each word given the words before it."), 1),
    )
    best = Answer("seq", Sequence(("deep", "deep", "deep")), shown=(Emph(text("deep deep deep")),))
    total = Answer("logp", Number(Dec("-0.96")), shown=text("$-0.96$"))
    first = Part(
        "a",
        (
            para(
                ask("Which sentence does Noor find"),
                ", ",
                Blank("seq"),
                ", and what is its log-probability? ",
                Blank("logp"),
            ),
        ),
        (best, total),
        5,
        space=60.0,
        solution=(para("Greedy decoding takes the larger value at each node: ", "$-0.22-0.32-0.42=-0.96$", "."),),
        mistakes=(
            Mistake(
                "logp",
                Dec("-0.42"),
                text("$-0.42$"),
                (para("the whole path counts, not its last branch."),),
                Fraction(1, 2),
            ),
        ),
        line=31,
    )
    table = DataTable(
        (text("step"), text("kept"), text("dropped")),
        (
            (text("1"), text("deep, learn"), text("none")),
            (text("2"), text("deep deep, deep learn"), text("two below ", f"${low}$")),
        ),
        ("center", "left", "left"),
    )
    second = Part(
        "b",
        (para(ask("List Emmy's beam after every step"), " with the sums."),),
        (Answer("beam", Derivation()),),
        6,
        space=110.0,
        solution=(para("Each step keeps the two largest sums:"), table),
        rubric=(RubricLine(text("sums of both steps"), 4), RubricLine(text("what is dropped"), 2)),
        line=40,
    )
    return problem("beam", "Beam search", stem, first, second)


def _remedies(seed: int) -> Problem:
    rows = (
        TickRow(text("Gradient clipping"), ("no", "yes")),
        TickRow(text("Skip connections"), ("yes", "no")),
        TickRow(text("He initialization instead of Xavier, with ReLU"), ("yes", "either")),
        TickRow(text(f"A batch of {32 + seed} instead of 16"), ("no", "no")),
    )
    ticks = Ticks((text("reduces vanishing"), text("reduces exploding")), rows)
    first = Part(
        "a",
        (
            para(
                "For every remedy ",
                ask("tick the difficulties that it reduces."),
                " A row may need two ticks, one, or none.",
            ),
            ResponseBlock("ticks"),
        ),
        (Answer("ticks", ticks),),
        4,
        solution=(para("Clipping bounds the step; a skip adds the identity to the Jacobian."),),
        line=8,
    )
    options = ChooseMany(
        (
            Option(text("The sum of two kernels is a kernel."), right=True),
            Option(
                text(
                    "Dropout is active at test time, and this option is long enough to need",
                    " a second line on the paper.",
                ),
                right=False,
            ),
            Option(text("Weight decay shrinks ", r"$\lVert w\rVert_2$", "."), right=True),
        )
    )
    second = Part(
        "b", (para(ask("Which statements are true?")), ResponseBlock("true")), (Answer("true", options),), 3, line=19
    )
    return problem("remedies", "Gradients that vanish or explode", (), first, second)


def _attention(seed: int) -> Problem:
    scale = 2 + seed
    stem = (
        para("A layer maps ", r"$x\in\mathbb{R}^2$", " to ", "$Wx+b$", ", where"),
        DisplayMath(
            rf"W=\begin{{bmatrix}}1&{scale}\\-1&\tfrac12\end{{bmatrix}},"
            rf"\qquad b=\begin{{bmatrix}}0\\{scale}\end{{bmatrix}}."
        ),
        para("The weights are trained with the loss ", r"$L=\frac12\sum_i(y_i-t_i)^2$", "."),
    )
    shown = rf"\begin{{bmatrix}}{scale}&1\\0&-{scale}\end{{bmatrix}}"
    first = Part(
        "a",
        (
            para(
                "Compute the Jacobian ",
                r"$\partial L/\partial W=$",
                " ",
                Blank("jacobian"),
                " and the gradient ",
                r"$\nabla_b L=$",
                " ",
                Blank("gradient"),
                " at ",
                "$x=(1, 0)$",
                ", measured in ",
                Blank("time"),
                ".",
            ),
        ),
        (
            Answer("jacobian", Matrix(((scale, 1), (0, -scale))), shown=text(f"${shown}$")),
            Answer("gradient", Vector((1, -scale)), shown=text(f"$(1, -{scale})$")),
            Answer("time", Number(3, unit="ms"), shown=text(r"$3\,\text{ms}$")),
        ),
        6,
        space=130.0,
        solution=(
            para("By the chain rule,"),
            DisplayMath(rf"\frac{{\partial L}}{{\partial W}}=(y-t)\,x^\top={shown},"),
            para("and the bias has the same factor without ", "$x$", "."),
        ),
        note=(para("the targets are zero."),),
        line=11,
    )
    second = Part(
        "b",
        (para("Is the loss convex in ", "$W$", "? ", ask("Prove it.")),),
        (Answer("proof", Derivation()),),
        Dec("2.5"),
        space=90.0,
        optional=True,
        solution=(para("It is a convex function of an affine one."),),
        line=22,
    )
    return problem("jacobian", "A linear layer", stem, first, second)


def _essay(seed: int) -> Problem:
    prompt = (para("Why does batch normalization behave otherwise in training than in use? ", ask("Two sentences.")),)
    part = Part(
        "",
        prompt,
        (Answer("why", Essay(5)),),
        4,
        space=120.0,
        ruled=True,
        solution=(
            para(
                "In training it uses the statistics of the batch, in use those gathered before.",
            ),
        ),
        rubric=(RubricLine(text("batch statistics in training"), 2), RubricLine(text("running statistics in use"), 2)),
        line=6,
    )
    return problem("norm", "Batch normalization", (), part)
