"""The program of the process in which pictures are drawn."""

from foundation.files.pictures import draw
from foundation.files.questions import answer, refusal, understood
from foundation.files.rules import CPU_MAX_S, MEMORY_MAX, FileRefused
from foundation.web.confined import Limits, answer_questions


def answered(question: bytes) -> bytes:
    """The picture drawn at the widths asked for, or why it is not."""
    try:
        return answer(draw(*understood(question)))
    except FileRefused as refused:
        return refusal(refused.reason)


if __name__ == "__main__":
    answer_questions(answered, Limits(MEMORY_MAX, CPU_MAX_S))
