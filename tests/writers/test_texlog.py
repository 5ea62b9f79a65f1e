"""What a log says; the pieces are as pdfTeX writes them."""

from __future__ import annotations

from probgen.writers.pdf.texlog import LogFault, Overfull, faults, overfull

UNDEFINED = """(./job.tex
./job.tex:163: Undefined control sequence.
\\pgsolution #1->\\def \\pgpaper {.92}#1
<argument> ...ngdivide \\strut $a+\\frobnicate
                                            +1$
l.163 ...}
The control sequence at the end of the top line
"""


def test_an_undefined_command_is_named_from_the_context() -> None:
    assert faults(UNDEFINED.replace("\\pgsolution #1->\\def \\pgpaper {.92}#1\n", "")) == [
        LogFault(163, "Undefined control sequence \\frobnicate")
    ]


def test_an_error_has_the_line_that_tex_read() -> None:
    assert faults("./job.tex:12: Missing $ inserted.\n") == [LogFault(12, "Missing $ inserted")]


def test_an_error_without_a_file_takes_its_line_from_the_context() -> None:
    assert faults("! Interruption.\n<argument> x\nl.40 \\pgslot\n") == [LogFault(40, "Interruption.")]


def test_the_echo_that_ends_a_run_is_left_out() -> None:
    log = "./job.tex:12: Missing $ inserted.\n./job.tex:13:  ==> Fatal error occurred, no output PDF file produced!\n"
    assert [fault.line for fault in faults(log)] == [12]


def test_an_echo_alone_is_still_a_fault() -> None:
    assert [fault.line for fault in faults("./job.tex:13: Emergency stop.\n")] == [13]


def test_a_line_too_wide_is_found_by_the_last_line_of_its_paragraph() -> None:
    assert overfull("Overfull \\hbox (12.5pt too wide) in paragraph at lines 30--34\n") == [Overfull(34, 12.5)]


def test_a_box_too_wide_is_found_by_its_line() -> None:
    assert overfull("Overfull \\hbox (3.0pt too wide) detected at line 7\n") == [Overfull(7, 3.0)]


def test_a_tall_box_is_none_of_our_concern() -> None:
    assert overfull("Overfull \\vbox (3.0pt too high) detected at line 7\n") == []
