const issuer =
  '<Emisor><RUTEmisor>76192083-9</RUTEmisor><RznSoc>Comercial Los Andes SpA</RznSoc><DirOrigen>Av. Providencia 1234</DirOrigen></Emisor>'
const customer =
  '<Receptor><RUTRecep>12345670-K</RUTRecep><RznSocRecep>Constructora del Sur Ltda.</RznSocRecep></Receptor>'

interface Dte {
  folio: number
  net: number
  /** As its stamp; none unless given. */
  ted?: string
}

const document = ({ folio, net, ted = '' }: Dte) => `<DTE version="1.0"><Documento ID="F${folio}T33">
<Encabezado><IdDoc><TipoDTE>33</TipoDTE><Folio>${folio}</Folio><FchEmis>2026-03-1${folio % 10}</FchEmis></IdDoc>${issuer}${customer}
<Totales><MntNeto>${net}</MntNeto><TasaIVA>19</TasaIVA><IVA>${net * 0.19}</IVA><MntTotal>${net * 1.19}</MntTotal></Totales></Encabezado>
<Detalle><NroLinDet>1</NroLinDet><NmbItem>Martillo ${folio}</NmbItem><QtyItem>1</QtyItem><PrcItem>${net}</PrcItem><MontoItem>${net}</MontoItem></Detalle>
${ted}</Documento></DTE>`

/** Chilean invoices in one envelope, as a seller's program sends them. */
export const makeEnvelope = (dtes: Dte[]) =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<EnvioDTE xmlns="http://www.sii.cl/SiiDte" version="1.0"><SetDTE ID="SetDoc">${dtes.map(document).join('\n')}</SetDTE></EnvioDTE>`,
  )

/** One Chilean invoice of 1,190 pesos by itself. */
export const makeDte = (folio: number) => new TextEncoder().encode(document({ folio, net: 1000 }))
