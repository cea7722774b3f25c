import sharp, { type Sharp } from 'sharp'
import { cutPicture } from './make-receipt.ts'

/** Three captures of one paper in one picture, each going on where the last ended, as programs for telephones stack them. */
export async function stackCaptures(paper: Sharp): Promise<Uint8Array<ArrayBuffer>> {
  const captures = await Promise.all([
    cutPicture(paper, 0, 0.45),
    cutPicture(paper, 0.27, 0.74),
    cutPicture(paper, 0.56, 1),
  ])
  const sizes = await Promise.all(captures.map((capture) => sharp(capture).metadata()))
  const height = sizes.reduce((sum, size) => sum + size.height, 0)
  const layers = captures.map((capture, at) => ({
    input: Buffer.from(capture),
    left: 0,
    top: sizes.slice(0, at).reduce((sum, size) => sum + size.height, 0),
  }))
  const sheet = sharp({ create: { width: sizes[0]!.width, height, channels: 3, background: '#fff' } })
  return new Uint8Array(await sheet.composite(layers).jpeg({ quality: 92 }).toBuffer())
}
