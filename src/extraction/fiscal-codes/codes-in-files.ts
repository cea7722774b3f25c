import type { DocumentFile } from '../../invoices/words.ts'
import { readTed } from './chile-ted.ts'
import type { FiscalCode, Reading } from './fiscal-code.ts'

/** A shipment of documents has some hundreds; the first are enough to tell whose it is. */
const mostStamps = 50
const longestStamp = 6_000
const longestFile = 10 * 1024 * 1024

/** The stamps within the XML of Chilean documents. */
export function codesInFiles(files: DocumentFile[]): FiscalCode[] {
  return files
    .filter(({ bytes }) => bytes.length < longestFile)
    .flatMap(({ bytes }) => stampsIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)))
    .slice(0, mostStamps)
    .map((reading) => ({ ...reading, page: null, box: null }))
}

function stampsIn(bytes: Buffer): Reading[] {
  const stamps: Reading[] = []
  for (
    let at = bytes.indexOf('<TED ');
    at >= 0 && stamps.length < mostStamps;
    at = bytes.indexOf('<TED ', at + 5)
  ) {
    const stamp = bytes.subarray(at, at + longestStamp)
    // The signature tells the encoding: only the right one makes the bytes that were signed.
    const readings = (['latin1', 'utf8'] as const).flatMap(
      (encoding) => readTed(stamp.toString(encoding)) ?? [],
    )
    const reading = readings.find(({ verification }) => verification === 'ok') ?? readings[0]
    if (reading) stamps.push(reading)
  }
  return stamps
}
