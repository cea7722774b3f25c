/** Of CMS (RFC 5652) as it stands around Italy's invoices: a sequence that begins with the type of signed data. */
const signedData = [0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02]
/** The type stands right behind the length of the whole. */
const latestType = 6
/** Some mailboxes leave base64 as it came: this begins a sequence of more than a hundred bytes, or of no stated length. */
const coded = /^\s*MI[\w+/]/
const codedCharacters = 40
const deepest = 8
/** Programs write a thousand bytes at a time: what is in more pieces than this is nonsense. */
const mostPieces = 100_000

interface File {
  bytes: Uint8Array
  /** How many pieces may still be looked at. */
  left: number
}

interface Piece {
  tag: number
  from: number
  to: number
  next: number
}

/** What a signature was put around, as far as these bytes go; null where they are no such envelope. */
export function unwrapSigned(bytes: Uint8Array): Uint8Array | null {
  const binary = binaryOf(bytes)
  if (!binary) return null
  const file = { bytes: binary, left: mostPieces }
  const [, explicit] = childrenOf(file, pieceAt(file, 0, 0))
  const [signed] = explicit ? childrenOf(file, explicit) : []
  const [, , wrapped] = signed ? childrenOf(file, signed) : []
  const [, content] = wrapped ? childrenOf(file, wrapped) : []
  const [octets] = content ? childrenOf(file, content) : []
  return octets ? joined(file, octets) : null
}

function binaryOf(bytes: Uint8Array): Uint8Array | null {
  if (isSigned(bytes)) return bytes
  const start = Buffer.from(bytes.subarray(0, codedCharacters)).toString('latin1')
  if (!coded.test(start) || !isSigned(Buffer.from(start, 'base64'))) return null
  return Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')
}

function isSigned(bytes: Uint8Array) {
  if (bytes[0] !== 0x30) return false
  return Array.from({ length: latestType }, (_, more) => more + 1).some((at) =>
    signedData.every((byte, i) => bytes[at + i] === byte),
  )
}

/** Octets in one piece, or in many of them. */
function joined(file: File, piece: Piece): Uint8Array {
  if ((piece.tag & 0x20) === 0) return file.bytes.subarray(piece.from, piece.to)
  return Buffer.concat(childrenOf(file, piece).map(({ from, to }) => file.bytes.subarray(from, to)))
}

function childrenOf(file: File, { from, to }: Piece): Piece[] {
  const children: Piece[] = []
  for (let at = from; at < to && file.left > 0; ) {
    const child = pieceAt(file, at, 0)
    children.push(child)
    at = child.next
  }
  return children
}

/** A tag, a length and so many bytes; without a length, all until two zeros in the place of a tag. */
function pieceAt(file: File, at: number, depth: number): Piece {
  file.left--
  const { bytes } = file
  const [tag, length] = [bytes[at] ?? 0, bytes[at + 1] ?? 0]
  if (length === 0x80) return openPieceAt(file, at, depth)
  const more = length & 0x80 ? length & 0x7f : 0
  let size = more ? 0 : length
  for (const byte of bytes.subarray(at + 2, at + 2 + more)) size = size * 256 + byte
  const from = at + 2 + more
  const to = Math.min(bytes.length, from + size)
  return { tag, from, to, next: to }
}

function openPieceAt(file: File, at: number, depth: number): Piece {
  const { bytes } = file
  const isInside = (at: number) => at < bytes.length && (bytes[at] !== 0 || bytes[at + 1] !== 0)
  let to = at + 2
  while (depth < deepest && file.left > 0 && isInside(to)) to = pieceAt(file, to, depth + 1).next
  return { tag: bytes[at] ?? 0, from: at + 2, to, next: to + 2 }
}
