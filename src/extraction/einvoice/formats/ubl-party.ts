import type { XmlElement } from '../../../xml/xml-tree.ts'
import { addressIn, all, first, joined, text } from '../xml-values.ts'
import type { Dialect } from './ubl-dialect.ts'

export interface Party {
  name: string | null
  taxId: string | null
  address: string | null
}

/** Who sells or buys; the registered name says more than the one over the door. */
export function partyOf(side: XmlElement, dialect: Dialect): Party {
  const party = first(side, 'Party')
  return {
    name:
      text(party, 'PartyLegalEntity/RegistrationName', 'PartyTaxScheme/RegistrationName', 'PartyName/Name') ??
      personOf(first(party, 'Person')),
    taxId: { plain: vatId, dian: nit, sunat: ruc }[dialect](side, party),
    address: addressOf(party),
  }
}

const personOf = (person: XmlElement) => joined(person, 'FirstName', 'MiddleName', 'FamilyName')

/** Numbers for taxes that stand among those a party is known by: Türkiye's, and what others just call one. */
const taxNumbers = new Set(['VKN', 'TCKN', 'TIN'])

/** The identity for VAT, else for another tax, else the one in the register. */
function vatId(_: XmlElement, party: XmlElement) {
  const schemes = all(party, 'PartyTaxScheme')
  const vat = schemes.find((scheme) => text(scheme, 'TaxScheme/ID') === 'VAT')
  const ids = (vat ? [vat, ...schemes] : schemes).map((scheme) => text(scheme, 'CompanyID'))
  const known = all(party, 'PartyIdentification/ID').find((id) => taxNumbers.has(text(id, '@schemeID') ?? ''))
  return (
    ids.find((id) => id !== null) ??
    text(party, 'PartyLegalEntity/CompanyID') ??
    (known ? text(known, '.') : null)
  )
}

/** A NIT's check digit stands beside it. */
function nit(_: XmlElement, party: XmlElement) {
  const id = first(party, 'PartyTaxScheme/CompanyID', 'PartyLegalEntity/CompanyID', 'PartyIdentification/ID')
  const digit = text(id, '@schemeID') ?? ''
  const number = text(id, '.')
  return number && text(id, '@schemeName') === '31' && /^\d$/.test(digit) ? `${number}-${digit}` : number
}

const ruc = (side: XmlElement, party: XmlElement) =>
  text(side, 'CustomerAssignedAccountID') ?? text(party, 'PartyIdentification/ID', 'PartyTaxScheme/CompanyID')

function addressOf(party: XmlElement) {
  const address = first(
    party,
    'PostalAddress',
    'PhysicalLocation/Address',
    'PartyTaxScheme/RegistrationAddress',
    'PartyLegalEntity/RegistrationAddress',
  )
  return addressIn(
    address,
    'StreetName',
    'BuildingNumber',
    'AdditionalStreetName',
    'AddressLine/Line',
    'CitySubdivisionName',
    'District',
    'PostalZone',
    'CityName',
    'CountrySubentity',
    'Country/IdentificationCode',
  )
}
