/** What one extraction may look at: hostile and huge documents cost no more than the largest honest one. */
export const limits = {
  /** Headers are on the first pages and totals on the last; the middle of a book says nothing more. */
  firstPages: 12,
  lastPages: 4,
  /** A dense A4 page has about 1,200 words. */
  wordsPerPage: 4_000,
  wordCharacters: 200,
  /** Expressions are run over this much of a line. */
  lineCharacters: 600,
  /** Candidates that are tried together: three kinds of these make a few thousand sums. */
  candidates: 14,
  products: 1_000,
  /** Amounts of one line that may belong to an item. */
  amountsPerLine: 10,
  /** Headings such as "customer", tax ids, dates and head lines: compared with each other, so kept few. */
  marks: 100,
  /** What the model is shown: some 4,000 tokens, two to three full pages. */
  promptCharacters: 16_000,
  /** An invoice of two hundred lines in JSON. */
  outputTokens: 12_000,
  /** More than any answer within the tokens above. */
  answerBytes: 512 * 1024,
  /** For the doctor: it only asks whether anybody is there. */
  checkMs: 10_000,
} as const
