/** [x0, y0, x1, y1] in 0-1 of the page as read. */
export type Box = [number, number, number, number]

export interface Word {
  text: string
  box: Box
  /** 0-1: how sure the reader is. */
  confidence: number
}

export type CodeFormat = 'qr' | 'pdf417' | 'code128' | 'datamatrix'

/** A code printed on a page, and what it says. */
export interface Code {
  format: CodeFormat
  text: string
  box: Box
}

/** A file that travels inside of a document, or is the whole of it. */
export interface DocumentFile {
  name: string
  bytes: Uint8Array<ArrayBuffer>
}

/** A document as it was read: what its pages say, and its files that say more exactly. */
export interface ReadDocument {
  pages: PageOfWords[]
  files: DocumentFile[]
}

/** Clockwise degrees after which the page stands upright. */
export type Turn = 0 | 90 | 180 | 270

/** How a page as displayed is set upright for reading; its picture is set alike, so that boxes fit. */
export interface Upright {
  turn: Turn
  /** The degrees clockwise that straighten it after the turn; none where it lies straight. */
  skew?: number
}

/** Why nothing could be read on a page of a document that has others. */
export type PageFailure = 'unreadable' | 'too-large' | 'timeout' | 'crashed'

/** One page as read; words come in reading order. */
export interface PageOfWords extends Upright {
  page: number
  /** In the page's own units: points for PDF, pixels for pictures, after it was set upright. */
  width: number
  height: number
  source: 'text' | 'ocr'
  words: Word[]
  codes: Code[]
  failure?: PageFailure
}
