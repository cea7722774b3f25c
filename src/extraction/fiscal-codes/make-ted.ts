import { createHash } from 'node:crypto'

/** A key of 512 bits, made for tests and worth nothing else. */
const modulus = BigInt(
  '0xcac085b9bbccdfadf5db3bb851fde0c1705442ecf05fdf8281587e523ca4c3056f2d0d38045921cc470fa385c361f2e1a3dae9d7b32ca9c1f19815de203dadb7',
)
const secret = BigInt(
  '0x872b03d127ddea73f93cd27ae153eb2ba0382c9df5953fac563afee17dc32cad197cccbe573af63c491721b0377670f4d2697375a194d22d507c471745cd6e2b',
)
const bytesOf = (number: bigint) => Buffer.from(number.toString(16).padStart(128, '0'), 'hex')

const stamp = {
  RE: '76192083-9',
  TD: '33',
  F: '4521',
  FE: '2025-03-12',
  RR: '12345670-K',
  RSR: 'Constructora Ñuñoa &amp; Cía.',
  MNT: '91618',
  IT1: 'Martillo carpintero',
  CAF: { RE: '76192083-9', RS: 'COMERCIAL LOS ANDES SPA', TD: '33', D: '4500', H: '4600' },
}

/** A stamp for tests, signed as sellers' programs do it. */
export function makeTed(
  more: Partial<Omit<typeof stamp, 'CAF'>> & { CAF?: Partial<typeof stamp.CAF> } = {},
): string {
  const { CAF, ...said } = { ...stamp, ...more, CAF: { ...stamp.CAF, ...more.CAF } }
  const key = `<RSAPK><M>${bytesOf(modulus).toString('base64')}</M><E>Aw==</E></RSAPK>`
  const permit = `<RE>${CAF.RE}</RE><RS>${CAF.RS}</RS><TD>${CAF.TD}</TD><RNG><D>${CAF.D}</D><H>${CAF.H}</H></RNG>`
  const caf = `<CAF version="1.0"><DA>${permit}<FA>2025-01-02</FA>${key}<IDK>100</IDK></DA><FRMA algoritmo="SHA1withRSA">AA==</FRMA></CAF>`
  const fields = Object.entries(said).map(([name, value]) => `<${name}>${value}</${name}>`)
  const signed = `<DD>${fields.join('')}${caf}<TSTED>2025-03-12T10:15:00</TSTED></DD>`
  const signature = sign(Buffer.from(signed, 'latin1')).toString('base64')
  return `<TED version="1.0">${signed}<FRMT algoritmo="SHA1withRSA">${signature}</FRMT></TED>`
}

function sign(bytes: Buffer): Buffer {
  const digest = createHash('sha1').update(bytes).digest('hex')
  const padded = `0001${'ff'.repeat(26)}003021300906052b0e03021a05000414${digest}`
  return bytesOf(power(BigInt(`0x${padded}`), secret, modulus))
}

function power(base: bigint, exponent: bigint, by: bigint): bigint {
  if (exponent === 0n) return 1n
  const half = power((base * base) % by, exponent / 2n, by)
  return exponent % 2n ? (half * base) % by : half
}
