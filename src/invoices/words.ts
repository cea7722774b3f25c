/** [x0, y0, x1, y1] in 0-1 of the page as read. */
export type Box = [number, number, number, number]

export interface Word {
  text: string
  box: Box
  /** 0-1: how sure the reader is. */
  confidence: number
}

/** One page as read; words come in reading order. */
export interface PageOfWords {
  page: number
  /** In the page's own units: points for PDF, pixels for pictures, after it was turned upright. */
  width: number
  height: number
  source: 'text' | 'ocr'
  words: Word[]
}
