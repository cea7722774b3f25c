import type { Word } from '../../invoices/words.ts'
import { boxThrough, type PdfPage } from './pdf-page.ts'
import { bytesOf, floats, type Handle } from './pdfium.ts'

/** What a form field or a note says, and where; in 0-1 of the page as displayed. */
export interface Note {
  text: string
  box: Word['box']
}

const freeText = 3
const stamp = 13
const widget = 20
const hiddenFlags = 2 | 32
/** Combo boxes, lists and texts: fields that show what they hold. */
const showing = [4, 5, 6]
const passwordField = 1 << 13
/** A form of more fields is not filled in by people. */
const mostAnnotations = 5_000
const noteCharacters = 4_000

/**
 * Tells what a page's fields and notes say, and draws them into the page, where they are text like any other:
 * whoever opens the page next finds them there. Nothing where there are none.
 */
export function flattenAnnotations(page: PdfPage): Note[] | undefined {
  const { call } = page.pdfium
  const count = Math.min(call.FPDFPage_GetAnnotCount!(page.handle), mostAnnotations)
  const notes: Note[] = []
  let found = false
  for (let i = 0; i < count; i++) {
    const annotation = call.FPDFPage_GetAnnot!(page.handle, i)
    if (!annotation) continue
    const kind = call.FPDFAnnot_GetSubtype!(annotation)
    if (kind === freeText || kind === stamp || kind === widget) {
      found = true
      notes.push(...readNote(page, annotation, kind))
    }
    call.FPDFPage_CloseAnnot!(annotation)
  }
  if (!found) return
  const form = page.document.form()
  // Draws the fields that come without an appearance of their own.
  call.FORM_OnAfterLoadPage!(page.handle, form)
  call.FPDFPage_Flatten!(page.handle, 0)
  call.FORM_OnBeforeClosePage!(page.handle, form)
  return notes
}

function readNote(page: PdfPage, annotation: Handle, kind: number): Note[] {
  const { call, scratch } = page.pdfium
  if (call.FPDFAnnot_GetFlags!(annotation) & hiddenFlags) return []
  const rectangle = floats(page.pdfium, 'FPDFAnnot_GetRect', 4, annotation)
  if (!rectangle) return []
  let text: Uint8Array
  if (kind === widget) {
    const form = page.document.form()
    const field = call.FPDFAnnot_GetFormFieldType!(form, annotation)
    if (!showing.includes(field) || call.FPDFAnnot_GetFormFieldFlags!(form, annotation) & passwordField)
      return []
    text = bytesOf(page.pdfium, 'FPDFAnnot_GetFormFieldValue', form, annotation)
  } else {
    // A stamp's contents are a comment on it; what it shows is in its picture.
    if (kind === stamp) return []
    const key = scratch + 32
    new TextEncoder().encodeInto(
      'Contents\0',
      new Uint8Array(page.pdfium.view().buffer as ArrayBuffer, key, 9),
    )
    text = bytesOf(page.pdfium, 'FPDFAnnot_GetStringValue', annotation, key)
  }
  const said = new TextDecoder('utf-16le').decode(text).replace(/\0.*$/s, '').slice(0, noteCharacters)
  const [left, top, right, bottom] = rectangle as [number, number, number, number]
  return said.trim() ? [{ text: said, box: boxThrough(page.display, left, bottom, right, top) }] : []
}

/** The words of those notes that the page doesn't show anyway, spread over the note's place. */
export function wordsOfNotes(notes: Note[], isShown: (box: Word['box']) => boolean): Word[] {
  return notes.flatMap(({ text, box }) => {
    const [x0, y0, x1, y1] = box.map((edge) => Math.min(1, Math.max(0, edge))) as Word['box']
    if (isShown(box) || x1 <= x0 || y1 <= y0) return []
    const lines = text.split(/[\r\n]+/).filter((line) => line.trim())
    const step = (x1 - x0) / Math.max(...lines.map((line) => line.length))
    const high = (y1 - y0) / lines.length
    return lines.flatMap((line, row) =>
      [...line.matchAll(/\S+/g)].map((match) => {
        const [from, top] = [x0 + match.index * step, y0 + row * high]
        const place: Word['box'] = [from, top, from + match[0].length * step, top + high]
        return { text: match[0], box: place, confidence: 1 }
      }),
    )
  })
}
