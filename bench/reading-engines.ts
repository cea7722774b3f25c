import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Box } from '../src/invoices/words.ts'
import type { Reader } from '../src/reading/reader.ts'
import { openRaster } from '../src/reading/thread/raster.ts'
import { displayedBox, displayedSize } from '../src/reading/thread/upright-page.ts'
import type { Reading } from './reading-score.ts'
import type { TruePage } from './reading-truth.ts'

export type Engine = (page: TruePage, bytes: Uint8Array<ArrayBuffer>) => Promise<Reading>

const languages = 'spa+eng'

/** The whole process while nothing else runs in it: threads, and the compilers behind them. */
export const folio =
  (reader: Reader): Engine =>
  async ({ contentType }, bytes) => {
    const before = process.cpuUsage()
    const words: Reading['words'] = []
    for await (const { page } of reader.read(
      { bytes, contentType },
      { signal: AbortSignal.timeout(120_000) },
    ))
      for (const { text, box } of page.words)
        words.push({ text, box: displayedBox(box, displayedSize(page, page), page) })
    const { user, system } = process.cpuUsage(before)
    return { cpuSeconds: (user + system) / 1e6, words }
  }

/** Debian's tesseract as it comes. Drawing a PDF for it is not counted. */
export const tesseract: Engine = async ({ contentType }, bytes) => {
  const picture = contentType === 'application/pdf' ? await drawn(bytes) : bytes
  const { width, height } = await sharp(picture).metadata()
  const { output, cpuSeconds } = await run(
    ['tesseract', 'stdin', 'stdout', '--psm', '3', '-l', languages, 'tsv'],
    picture,
  )
  const words = output.split('\n').flatMap((row) => {
    const cells = row.split('\t')
    const [left = 0, top = 0, wide = 0, high = 0] = cells.slice(6, 10).map(Number)
    const text = cells[11]?.trim()
    const box: Box = [left / width, top / height, (left + wide) / width, (top + high) / height]
    return cells[0] === '5' && text ? [{ text, box }] : []
  })
  return { cpuSeconds, words }
}

/** It straightens the page, so that its words have no place on the page as it was. */
export const ocrmypdf: Engine = async (_, bytes) => {
  const folder = await mkdtemp(join(tmpdir(), 'folio-bench-'))
  const sidecar = join(folder, 'text')
  const flags = ['--deskew', '--rotate-pages', '--image-dpi', '200', '--jobs', '1', '--output-type', 'pdf']
  try {
    const input = join(folder, 'input')
    await Bun.write(input, bytes)
    const { cpuSeconds } = await run([
      ...['ocrmypdf', ...flags, '-l', languages, '--quiet', '--sidecar', sidecar],
      ...[input, join(folder, 'output.pdf')],
    ])
    const text = await readFile(sidecar, 'utf8')
    return {
      cpuSeconds,
      words: text
        .split(/\s+/u)
        .filter(Boolean)
        .map((word) => ({ text: word })),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function drawn(bytes: Uint8Array) {
  const raster = await openRaster(bytes)
  const { still } = await raster.gray(1, 200)
  raster.close()
  const { data, width, height } = still
  return sharp(data, { raw: { width, height, channels: 1 } })
    .withMetadata({ density: 200 })
    .png()
    .toBuffer()
}

/** CPU of the process and of all it started and waited for. */
async function run(command: string[], input?: Uint8Array) {
  const child = Bun.spawn(command, {
    stdin: input ?? 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
    env: { ...process.env, OMP_THREAD_LIMIT: '1' },
  })
  const [output, complaint, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  if (code !== 0) throw new Error(`${command[0]} ended with ${code}: ${complaint.slice(-300)}`)
  return { output, cpuSeconds: Number(child.resourceUsage()!.cpuTime.total) / 1e6 }
}
