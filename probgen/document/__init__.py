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
    Copy,
    Course,
    Cover,
    Exam,
    Handout,
    LabelStyle,
    LayoutName,
    PageStyle,
    Paper,
    Part,
    PointStyle,
    Problem,
    Proof,
    ProofState,
    Question,
    RubricLine,
    Section,
    View,
)
from .figure import (
    FIGURE_TYPES,
    BinaryImage,
    BinaryImages,
    Branch,
    ConvDiagram,
    Cube,
    Cubes,
    Figure,
    Heatmap,
    Normalization,
    Tree,
    TreeNode,
)
from .graph import Edge, Graph, Node
from .inline import (
    Blank,
    Code,
    Emph,
    EquationRef,
    FigureRef,
    Footnote,
    Inline,
    Inlines,
    LineBreak,
    Math,
    Str,
    Strong,
)
from .packing import Exams, Packed, heads, once, packed
from .plot import Axis, Contours, Gaussian, LineStyle, Plot, PlotCurve, Polyline
from .response import (
    BY_RUBRIC,
    FITS_A_LINE,
    MARKED_BY_RUBRIC,
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
    "BY_RUBRIC", "FIGURE_TYPES", "FITS_A_LINE", "MARKED_BY_RUBRIC", "Alignment", "Answer", "Axis", "BinaryImage",
    "BinaryImages", "Blank", "Block", "Blocks", "Branch", "Cell", "CellKind", "ChooseMany", "ChooseOne", "Code",
    "CodeBlock", "Contours", "ConvDiagram", "Copy", "Course", "Cover", "Cube", "Cubes", "DataTable", "Derivation",
    "DisplayMath", "Drawing", "Edge", "Emph", "EquationRef", "Essay", "Exam", "Exams", "Figure", "FigureBlock",
    "FigureRef", "Footnote", "Form", "Gaussian", "Graph", "GraphLabeling", "Handout", "Heatmap", "Inline", "Inlines",
    "Interval", "ItemList", "LabelStyle", "LayoutName", "LineBreak", "LineStyle", "Math", "Matrix", "Mistake", "Node",
    "Normalization", "Number", "Option", "Packed", "PageStyle", "Paper", "Paragraph", "Part", "Plot", "PlotCurve",
    "PointStyle", "Polyline", "Problem", "Program", "Proof", "ProofState", "Question", "Response", "ResponseBlock",
    "RubricLine", "Section", "Sequence", "Str", "Strong", "Symbolic", "Table", "Tick", "TickRow", "Ticks", "Tolerance",
    "Tree", "TreeNode", "Vector", "View", "heads", "once", "packed",
]  # fmt: skip
