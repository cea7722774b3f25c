import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EInvoice } from '../einvoice.ts'
import { readEInvoices } from '../read-einvoices.ts'

/** Small documents of each format, written for the tests. */
const here = import.meta.dirname

export const listSamples = async () => (await readdir(here)).filter((name) => name.endsWith('.xml')).sort()

export const readSample = (name: string) => readFile(join(here, name), 'utf8')

/** The invoices in a text, as the door gives them. */
export const readText = (xml: string): EInvoice[] => readEInvoices([{ name: '', bytes: bytesOf(xml) }])

export const bytesOf = (text: string) => new TextEncoder().encode(text)

export const brokenIn = ({ checks }: EInvoice) => checks.filter(({ ok }) => !ok).map(({ name }) => name)
