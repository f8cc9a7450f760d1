"""The program of the process in which pictures are drawn."""

from foundation.files.drawing_protocol import answer, decode_question, refusal
from foundation.files.pictures import draw
from foundation.files.rules import CPU_MAX_S, MEMORY_MAX, FileRefused
from foundation.web.confined import ProcessLimits, answer_questions


def drawn_answer(question: bytes) -> bytes:
    """Return the picture drawn at the widths asked for, or why it is not."""
    try:
        return answer(draw(*decode_question(question)))
    except FileRefused as refused:
        return refusal(refused.reason)


if __name__ == "__main__":
    answer_questions(drawn_answer, ProcessLimits(MEMORY_MAX, CPU_MAX_S))
