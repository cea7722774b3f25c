/** Why a document is no XML that Folio reads. */
export class XmlError extends Error {
  constructor(detail: string) {
    super(detail)
    this.name = 'XmlError'
  }
}
