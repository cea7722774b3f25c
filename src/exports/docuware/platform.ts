import { bounds } from '../../config.ts'
import type { DocuWareRequest } from '../export-request.ts'
import type { DocuWare } from './docuware-client.ts'
import { noSuchThing } from './docuware-faults.ts'
import {
  cabinetsJson,
  dialogsJson,
  documentJson,
  linkTo,
  organisationsJson,
  type Result,
  resultJson,
} from './platform-json.ts'

const named = (text: string) => encodeURIComponent(text)
const isCalled = (wanted: string, ...names: string[]) =>
  names.some((name) => name.toLowerCase() === wanted.toLowerCase())

export const listOrganisations = async (docuware: DocuWare, signal?: AbortSignal) =>
  (await docuware.json('Organizations', organisationsJson, { signal })).Organization

/** The file cabinets of an organisation; baskets, where documents only wait, are none. */
export async function listCabinets(docuware: DocuWare, organisationId: string, signal?: AbortSignal) {
  const target = `FileCabinets?orgid=${named(organisationId)}`
  return (await docuware.json(target, cabinetsJson, { signal })).FileCabinet.filter(
    ({ IsBasket }) => !IsBasket,
  )
}

/** The dialogs by which a cabinet is searched. */
export async function listDialogs(docuware: DocuWare, cabinetId: string, signal?: AbortSignal) {
  const target = `FileCabinets/${named(cabinetId)}/Dialogs?dialogType=Search`
  return (await docuware.json(target, dialogsJson, { signal })).Dialog.filter(
    ({ Type }) => Type === '' || Type === 'Search',
  )
}

/** The organisation that is configured by its name or id; otherwise the first. */
export async function findOrganisation(docuware: DocuWare, wanted: string | undefined, signal?: AbortSignal) {
  const all = await listOrganisations(docuware, signal)
  const found = wanted ? all.find(({ Id, Name }) => isCalled(wanted, Id, Name)) : all[0]
  if (!found)
    throw noSuchThing({
      es: `DocuWare no tiene la organización «${wanted ?? ''}».`,
      en: `DocuWare has no organisation ‘${wanted ?? ''}’.`,
    })
  return found
}

export async function findCabinet(
  docuware: DocuWare,
  organisationId: string,
  wanted: string,
  signal?: AbortSignal,
) {
  const all = await listCabinets(docuware, organisationId, signal)
  const found = all.find(({ Id, Name }) => isCalled(wanted, Id, Name))
  if (!found)
    throw noSuchThing({
      es: `DocuWare no tiene el archivador «${wanted}», o este usuario no lo ve.`,
      en: `DocuWare has no file cabinet ‘${wanted}’, or this user can't see it.`,
    })
  return found
}

async function findDialog(
  docuware: DocuWare,
  cabinetId: string,
  wanted: string | undefined,
  signal: AbortSignal,
) {
  const all = await listDialogs(docuware, cabinetId, signal)
  const found = wanted
    ? all.find(({ Id, DisplayName }) => isCalled(wanted, Id, DisplayName))
    : (all.find(({ IsDefault }) => IsDefault) ?? all[0])
  if (!found)
    throw noSuchThing({
      es: `El archivador no tiene el diálogo de búsqueda «${wanted ?? ''}».`,
      en: `The file cabinet has no search dialog ‘${wanted ?? ''}’.`,
    })
  return found
}

/** The first page of a search, in the order of the documents' ids, so that what is stored meanwhile comes last. */
export async function search(
  docuware: DocuWare,
  cabinetId: string,
  { dialog, filter }: DocuWareRequest,
  signal: AbortSignal,
): Promise<Result> {
  const { Id } = await findDialog(docuware, cabinetId, dialog, signal)
  const count = bounds.docuware.pageDocuments
  const query = new URLSearchParams({ dialogId: Id, count: String(count), sortOrder: 'DWDOCID Asc' })
  const Condition = Object.entries(filter).map(([DBName, value]) => ({
    DBName,
    Value: [value].flat().map(withoutCalls),
  }))
  const post = { Condition, Operation: 'And' }
  return docuware.json(`FileCabinets/${named(cabinetId)}/Query/DialogExpression?${query}`, resultJson, {
    post,
    signal,
  })
}

/** Parentheses would call a function; asterisks may stand for anything. */
const withoutCalls = (value: string) => value.replace(/(?<!\\)[()]/g, '\\$&')

/** A further page, by the link of the one before. */
export const followPage = (docuware: DocuWare, href: string, signal: AbortSignal) =>
  docuware.json(href, resultJson, { signal })

export const nextPage = (result: Result) => linkTo('next', result)

const addressOf = (cabinetId: string, documentId: string) =>
  `FileCabinets/${named(cabinetId)}/Documents/${named(documentId)}`

/** A document with its sections: the files that were clipped together in it. */
export const findDocument = (
  docuware: DocuWare,
  cabinetId: string,
  documentId: string,
  signal: AbortSignal,
) => docuware.json(addressOf(cabinetId, documentId), documentJson, { signal })

/** The whole document as one file: as it was stored, or as a PDF. */
export const downloadDocument = (
  docuware: DocuWare,
  cabinetId: string,
  documentId: string,
  as: DocuWareRequest['files'],
  signal: AbortSignal,
) =>
  docuware.file(
    `${addressOf(cabinetId, documentId)}/FileDownload?targetFileType=${as === 'pdf' ? 'PDF' : 'Auto'}&keepAnnotations=false`,
    signal,
  )

/** One section's file, as it was stored. */
export const downloadSection = (
  docuware: DocuWare,
  cabinetId: string,
  sectionId: string,
  signal: AbortSignal,
) => docuware.file(`FileCabinets/${named(cabinetId)}/Sections/${named(sectionId)}/Data`, signal)
