import { hastyDocuWare, type Settings } from './docuware-client.ts'
import { findCabinet, findOrganisation, listCabinets, listDialogs } from './platform.ts'

/** Signs in and looks around: whether DocuWare can be exported from, and what there is. */
export type DocuWareCheck = Awaited<ReturnType<typeof checkDocuWare>>
export async function checkDocuWare(settings: Settings, signal?: AbortSignal) {
  const began = performance.now()
  const docuware = hastyDocuWare(settings)
  const { Id, Name } = await findOrganisation(docuware, settings.DOCUWARE_ORG, signal)
  const cabinets = await listCabinets(docuware, Id, signal)
  return {
    organisation: Name,
    cabinets: cabinets.map(({ Id, Name }) => ({ id: Id, name: Name })),
    ms: Math.round(performance.now() - began),
  }
}

/** The search dialogs of a cabinet, by its id or name. */
export async function listDialogsOf(settings: Settings, wanted: string, signal?: AbortSignal) {
  const docuware = hastyDocuWare(settings)
  const organisation = await findOrganisation(docuware, settings.DOCUWARE_ORG, signal)
  const cabinet = await findCabinet(docuware, organisation.Id, wanted, signal)
  const dialogs = await listDialogs(docuware, cabinet.Id, signal)
  return dialogs.map(({ Id, DisplayName, IsDefault }) => ({
    id: Id,
    name: DisplayName,
    is_default: IsDefault,
  }))
}
