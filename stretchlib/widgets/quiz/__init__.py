"""Questions asked in the page: quizzes, boards, revision, votes."""
