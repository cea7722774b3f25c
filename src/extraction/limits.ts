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
  /** Lines in which names are counted and addresses of the web are looked for: the first six pages or so. */
  mentions: 400,
  /** What the model is shown: some 5,000 tokens, two to three full pages. */
  promptCharacters: 16_000,
  /** Headers are on the first page and totals on the last. */
  promptPictures: 2,
  /** An invoice of two hundred lines in JSON, and the same without its lines. */
  outputTokens: 12_000,
  fewOutputTokens: 3_000,
  /** More than any answer within the tokens above. */
  answerBytes: 512 * 1024,
  /** Ways to ask for less, each costing a request: parameters, picture, two forms. */
  rungs: 5,
  /** Servers are updated: what one can't do is forgotten after this. */
  abilitiesMs: 60 * 60_000,
  /** The first pause before a try again, where the server asks for none. */
  retryMs: 400,
  /** So often in a row a model may fail before it is left alone for a while. */
  failuresInARow: 5,
  restMs: 60_000,
  /** For the doctor: it only asks whether anybody is there. */
  checkMs: 10_000,
} as const
