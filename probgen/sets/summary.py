"""What a person looks up in a manifest: of each variant its numbers and keys, of each copy its files and owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ..document import ChooseMany, ChooseOne, Copy, Exam, Problem
from ..typography import plain
from ..writers import key
from ..writers.text import inlines


def variant(exam: Exam) -> dict[str, Any]:
    """Return what a person looks up in a manifest: numbers, keys, orders of options, proofs."""
    return {
        "variant": exam.variant,
        "code": exam.code,
        "points": plain(exam.points),
        "problems": [
            _problem(question.number, problem, list(key.of(exam, question, problem)))
            for question in exam.questions
            for problem in question.problems
        ],
    }


def paper(exam: Exam, copy: Copy) -> dict[str, Any]:
    """Return what a person looks up of a printed copy; the code of its third page is its token and `.3`."""
    said = {name: getattr(copy, name) for name in ("id", "name", "section", "room", "seat")}
    return {
        "token": copy.token,
        "variant": exam.variant,
        "files": [f"{exam.named(name, copy)}.pdf" for name, _ in exam.papers],
        **({"student": {name: text for name, text in said.items() if text}} if copy.personal else {}),
        **({"accommodation": wishes} if (wishes := _accommodation(exam, copy)) else {}),
    }


def _accommodation(exam: Exam, copy: Copy) -> list[str]:
    return [*(["extra space"] * exam.style.extra_space), *(["large print"] * copy.large)]


def _problem(number: int, problem: Problem, lines: Sequence[key.Line]) -> dict[str, Any]:
    return {
        "question": number,
        "problem": problem.id,
        "params": {name: plain(value) for name, value in problem.params.items()},
        "answers": {f"{line.part}.{line.answer}".lstrip("."): line.key for line in lines if line.key},
        "options": {
            f"{part.label}.{answer.name}".lstrip("."): [inlines(option.text) for option in answer.response.options]
            for part in problem.parts
            for answer in part.answers
            if isinstance(answer.response, ChooseOne | ChooseMany)
        },
        "effort": {label or "all": value for label, value in problem.effort.items()},
        "proof": proof(problem),
    }


def proof(problem: Problem) -> dict[str, Any]:
    """Return state and method of a problem's proof, and of each part's where they are known."""
    parts = {part.label or "all": asdict(part.proof) for part in problem.parts if part.proof}
    return {**asdict(problem.proof), **({"parts": parts} if parts else {})}
