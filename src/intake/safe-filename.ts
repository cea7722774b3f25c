import { bounds } from '../config.ts'
import { type ContentType, contentTypes } from '../invoices/content-types.ts'

/** Controls, line separators, and marks that turn the direction of text or hide in it; not the joiners. */
const invisible = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu
/** An ending longer than this is not an ending. */
const endingCharacters = 20

/** A name fit to store and show, from whatever a sender wrote; never empty, never a path. */
export function safeFilename(raw: string, contentType?: ContentType) {
  const base = repaired(raw).toWellFormed().split(/[/\\]/).filter(Boolean).at(-1) ?? ''
  const name = base
    .normalize('NFC')
    .replace(invisible, '')
    .replace(/\s+/g, ' ')
    .replace(/^ +|[ .]+$/g, '')
  const { stem, ending } = parted(name)
  const named = stem || 'document'
  const ended = ending || (contentType && !stem ? `.${contentTypes[contentType]}` : '')
  return shortened(named, bounds.filenameCharacters - ended.length) + ended
}

/** UTF-8 read as Latin-1, as many mail and form libraries leave it: "facturaciÃ³n" is meant as "facturación". */
function repaired(raw: string) {
  if (!/[\u0080-\u00ff]/.test(raw) || /[^\u0000-\u00ff]/.test(raw)) return raw
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(raw, 'latin1'))
  } catch {
    return raw
  }
}

function parted(name: string) {
  const dot = name.lastIndexOf('.')
  const isEnding = dot >= 0 && name.length - dot <= endingCharacters && !name.slice(dot).includes(' ')
  return isEnding ? { stem: name.slice(0, dot), ending: name.slice(dot) } : { stem: name, ending: '' }
}

/** Cuts between characters, not between the halves of one. */
function shortened(text: string, max: number) {
  const cut = text.slice(0, max)
  return cut.isWellFormed() ? cut : cut.slice(0, -1)
}
