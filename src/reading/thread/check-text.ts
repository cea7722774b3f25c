import type { ThreadSettings } from '../thread-protocol.ts'
import { openRaster } from './raster.ts'
import { recognise } from './recognise.ts'

/** A page no bigger than a stamp; both PDF engines know Helvetica, and mend the missing table at its end. */
const content = 'BT /F 24 Tf 20 30 Td (TOTAL 1234,56) Tj ET'
const stamp = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 80]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length ${content.length}>>stream
${content}
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF`

/** Draws a page of its own and reads it back, by the same engines as any scan. */
export async function checkText(settings: ThreadSettings) {
  const raster = await openRaster(new TextEncoder().encode(stamp))
  try {
    const { still } = await raster.gray(1, 200)
    return (await recognise(still, settings)).words.map((word) => word.text).join(' ')
  } finally {
    raster.close()
  }
}
