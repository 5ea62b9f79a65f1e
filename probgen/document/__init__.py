"""The document tree: the waist between problems and outputs.

Everything that makes problems ends here, every writer starts here. The tree holds frozen plain
data; it knows no bank, no family and no output format.
"""

from .block import (
    Alignment,
    Block,
    Blocks,
    CodeBlock,
    DataTable,
    DisplayMath,
    FigureBlock,
    ItemList,
    Paragraph,
    ResponseBlock,
)
from .exam import (
    Course,
    Cover,
    Exam,
    PageStyle,
    Paper,
    Part,
    Problem,
    Proof,
    ProofState,
    Question,
    RubricLine,
    Section,
    View,
)
from .figure import FIGURE_TYPES, Branch, Figure, Tree, TreeNode
from .inline import Blank, Code, Emph, FigureRef, Inline, Inlines, LineBreak, Math, Str, Strong
from .response import (
    Answer,
    Cell,
    CellKind,
    ChooseMany,
    ChooseOne,
    Derivation,
    Drawing,
    Essay,
    Form,
    GraphLabeling,
    Interval,
    Matrix,
    Mistake,
    Number,
    Option,
    Program,
    Response,
    Sequence,
    Symbolic,
    Table,
    Tick,
    TickRow,
    Ticks,
    Tolerance,
    Vector,
)

__all__ = [
    "FIGURE_TYPES", "Alignment", "Answer", "Blank", "Block", "Blocks", "Branch", "Cell", "CellKind", "ChooseMany",
    "ChooseOne", "Code", "CodeBlock", "Course", "Cover", "DataTable", "Derivation", "DisplayMath", "Drawing", "Emph",
    "Essay", "Exam", "Figure", "FigureBlock", "FigureRef", "Form", "GraphLabeling", "Inline", "Inlines", "Interval",
    "ItemList", "LineBreak", "Math", "Matrix", "Mistake", "Number", "Option", "PageStyle", "Paper", "Paragraph",
    "Part", "Problem", "Program", "Proof", "ProofState", "Question", "Response", "ResponseBlock", "RubricLine",
    "Section", "Sequence", "Str", "Strong", "Symbolic", "Table", "Tick", "TickRow", "Ticks", "Tolerance", "Tree",
    "TreeNode", "Vector", "View",
]  # fmt: skip
