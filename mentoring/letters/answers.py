"""Letters of mentoring: proposals, answers, questions."""
