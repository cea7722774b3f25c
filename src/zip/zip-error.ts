export type ZipFault = 'damaged' | 'encrypted' | 'other-method' | 'too-large' | 'too-many'

/** Why a ZIP, or one file in it, is none that Folio opens. */
export class ZipError extends Error {
  constructor(
    readonly fault: ZipFault,
    detail: string,
  ) {
    super(detail)
    this.name = 'ZipError'
  }
}
