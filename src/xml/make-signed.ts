/** What a signing program puts around a file, for the tests: with lengths, or open and in pieces; nobody signed it. */
export function signed(content: Uint8Array, pieceBytes = 0): Uint8Array<ArrayBuffer> {
  const isOpen = pieceBytes > 0
  const pieces = isOpen ? piecesOf(content, pieceBytes) : [content]
  const octets = isOpen
    ? piece(0x24, Buffer.concat(pieces.map((each) => piece(0x04, each))), true)
    : piece(0x04, content)
  const wrapped = piece(0x30, Buffer.concat([dataType, piece(0xa0, octets, isOpen)]), isOpen)
  const version = Buffer.from([0x02, 0x01, 0x01])
  const digests = piece(0x31, Buffer.alloc(0))
  const body = piece(0x30, Buffer.concat([version, digests, wrapped, piece(0x31, Buffer.alloc(9))]), isOpen)
  return new Uint8Array(piece(0x30, Buffer.concat([signedType, piece(0xa0, body, isOpen)]), isOpen))
}

const signedType = Buffer.from('06092a864886f70d010702', 'hex')
const dataType = Buffer.from('06092a864886f70d010701', 'hex')

const piecesOf = (content: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(content.length / size) }, (_, i) =>
    content.subarray(i * size, (i + 1) * size),
  )

function piece(tag: number, content: Uint8Array, isOpen = false): Buffer {
  if (isOpen) return Buffer.concat([Buffer.from([tag, 0x80]), content, Buffer.alloc(2)])
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}
