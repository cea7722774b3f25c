/** Whose a block is: the issuer's, the customer's, or somebody else's, such as where goods are sent. */
export type Party = 'issuer' | 'customer' | 'other'

// "Customer number 47", "customer service": a customer is mentioned, none is announced.
const nobody = [
  '(?:atencion|servicio)s? (?:al|de) cliente|(?:copia|ticket) (?:(?:del?|para(?: el)?) )?client[e]?|cliente (?:n[o0]|num|desde)|proveedor (?:n[o0]|num)|vendedor no',
  'customer (?:service|support|care|copy|receipt|no|number|id|vat|ref)|client (?:no|number|id|ref|signature)|seller (?:id|no)|from (?:the|\\d)|bill a(?:mount)? ',
  'kunden-? ?(?:nr|nummer|service|dienst|beleg|karte)',
]
const somebodyElse = [
  'abweichende\\S* \\S+|steuerbevollm\\S+.*|steuervertreter.*|zahlungsempf.nger|warenempf.nger|liefer(?:adresse|anschrift)|lieferung an|leistungsort|ansprechpartner|bei r.ckfragen|kontoinhaber|kontoname|bank(?:verbindung)?',
  'ship(?:ped)?[- ]to(?: address)?|shipping (?:address|to)|deliver(?:y|ed)?[- ](?:to|address)|sales contact|contact(?:o)?(?: person)?|pay to|remit to|account (?:holder|name)',
  "adresse de livraison|adresse de l'installation|livr\\S{1,2}e? a|lieu de livraison|envoye a|contact commercial",
  'enviar a|enviado a|entregar a|(?:direccion|lugar) de (?:entrega|envio)|datos de (?:entrega|envio)|titular|transportista|agente',
  'indirizzo di consegna|destinazione|(?:af)? ?lever(?:ings)?adres',
]
const customers = [
  '(?:nombre|razon social|nombre(?: o | ?/ ?)razon social) (?:del? )?(?:receptor|cliente|comprador|adquir[ie]+nte)|tipo de receptor(?: ?: ?(?:contribuyente|consumidor final|gobierno|extranjero))?|a la atencion de|recibi(?:mos)? de|arrendatari[oa]|suscriptor|abonado',
  'datos (?:del |de )?(?:cliente|receptor|comprador|facturacion|adquir[ie]+nte)|cliente(?:/destinatario)?|clientes?|nombre del cliente|senor(?:es|a)?(?: ?[(/]?(?:es|as?)\\)?)?|sr(?:es\\.?|\\.(?:es)?|\\.? ?\\(es\\))|receptor|adquir[ie]+nte|comprador',
  'factura(?:r|do|cion|da) a(?: nombre de)?|factura a(?=:)|facturar|cobrar a|titular del contrato|direccion de facturacion|apellido y nombre(?: ?/ ?razon social)?|(?:razon social ?/ ?)?nombres y apellidos',
  '(?:invoice )?issued to|to(?= ?:| ?$)|bill(?:ed|ing)? ?to(?: address)?|bill(?:ing)? address|sold to|invoiced? to|invoice address|(?:customer|client|buyer|purchaser)(?: (?:name|information|info|details|address))?',
  'kunde|kundenanschrift|rechnung an|rechnungs(?:empf.nger|adresse|anschrift)|(?:k.ufer|leistungsempf.nger|auftraggeber|besteller)(?:/leistungsempf.nger)?',
  'facturee? ?a|adresse de facturation|information client|destinataire|acheteur|nom de l.abonne',
  'destinatari[oa](?: ?/ ?remetente)?|cessionario(?:/committente)?|committente|spett(?:\\.?le|abile)?|intestatario|klant(?:gegevens)?|factuuradres|afnemer|tomador(?: de servicos)?|sacado|cobranca|dados do (?:cliente|destinatario|tomador)',
]
const issuers = [
  'datos (?:del |de la )?(?:emisor|proveedor|empresa|vendedor)|emisor|proveedor|prestador|arrendador[a]?|(?:supplier|seller|vendor)(?: (?:name|information|info|details|address))?|sold by|(?:(?:tax )?invoice )?issued (?:by|on behalf of)|issuer|verkauft von|vendu par|vendido por|venduto da|service provider|from(?= ?:| ?$)',
  'verk.ufer|rechnungs(?:steller|aussteller)|leistungserbringer|leistender|lieferant|aussteller|emetteur|fournisseur|prestataire',
  'cedente(?:/prestatore)?|fornitore|recebemos de|emitente|fornecedor|leverancier|verkoper',
]

const patterns = ([null, 'customer', 'issuer', 'other'] as const).map((party, i) => ({
  party,
  pattern: new RegExp(
    `^[^\\p{L}\\d]*(?:${[nobody, customers, issuers, somebodyElse][i]!.join('|')})(?![a-z0-9_@]) ?(?:[:.;-]|$|(?= ))`,
    'u',
  ),
}))

/** The heading that a text opens with: whose, how long, and whether a colon says that it is one. */
export function partyLabelOf(plain: string): { party: Party; length: number; isSaid: boolean } | null {
  for (const { party, pattern } of patterns) {
    const match = pattern.exec(plain)
    if (match) return party && { party, length: match[0].length, isSaid: /[:.;-]$/.test(match[0].trim()) }
  }
  return null
}
