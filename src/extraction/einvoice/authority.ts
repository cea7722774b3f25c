import type { Check } from '../../invoices/checks.ts'
import type { Text } from '../../language.ts'
import type { XmlElement } from '../../xml/xml-tree.ts'
import { text } from './xml-values.ts'

const sefaz = { es: 'La SEFAZ', en: 'SEFAZ' }

/** Whose word an envelope carries, where it stands, and what it is when the document was accepted. */
const authorities = new Map([
  [
    'AttachedDocument',
    {
      who: { es: 'La DIAN', en: 'DIAN' },
      place: 'ParentDocumentLineReference/DocumentReference/ResultOfVerification/ValidationResultCode',
      yes: /^0*2$/,
    },
  ],
  ['autorizacion', { who: { es: 'El SRI', en: 'SRI' }, place: 'estado', yes: /^AUTORIZADO$/i }],
  ['nfeProc', { who: sefaz, place: 'protNFe/infProt/cStat', yes: /^1[05]0$/ }],
  ...['cteProc', 'cteOSProc', 'cteSimpProc'].map(
    (name) => [name, { who: sefaz, place: 'protCTe/infProt/cStat', yes: /^1[05]0$/ }] as const,
  ),
])

/** Whether the tax office accepted the document, where an envelope around it says so. */
export function authorityChecks(envelope: XmlElement): Check[] {
  const authority = authorities.get(envelope.name)
  const said = authority && text(envelope, authority.place)
  return authority && said ? [checkOf(authority.who, said, authority.yes.test(said))] : []
}

const checkOf = (who: Text, said: string, ok: boolean): Check => ({
  name: 'authority',
  ok,
  message: ok
    ? { es: `${who.es} aceptó el documento.`, en: `${who.en} accepted the document.` }
    : {
        es: `${who.es} no aceptó el documento (${said.slice(0, 40)}).`,
        en: `${who.en} did not accept the document (${said.slice(0, 40)}).`,
      },
  about: [],
})
