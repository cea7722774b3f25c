import { expect, test } from 'bun:test'
import { readConfig } from './config.ts'
import { StartError } from './errors.ts'

const refusal = (env: Record<string, string>) => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof StartError) return error.message
    throw error
  }
  return undefined
}

test('without any setting there is a whole configuration', () => {
  expect(readConfig({})).toMatchObject({
    HOST: '127.0.0.1',
    PORT: 3000,
    ROLE: 'all',
    AUTH: 'on',
    DUPLICATES: 'content',
    CREDITS_INITIAL: 100,
    CREDITS_PER_DOCUMENT: 15,
  })
})

const mail = { MAIL_HOST: 'imap.example.com', MAIL_USER: 'u', MAIL_PASSWORD: 'secret@', MAIL_FROM: '*' }

test('a wrong setting is one line with its name, its fault and the mend', () => {
  const wrong: [Record<string, string>, RegExp][] = [
    [{ PORT: 'eighty' }, /^PORT \("eighty"\) is not a whole number: give a number/],
    [{ PORT: '70000' }, /^PORT/],
    [{ OCR_WORKERS: '0' }, /^OCR_WORKERS/],
    [{ ROLE: 'boss' }, /^ROLE \("boss"\) is not one of web, worker, all/],
    [{ DATABASE_URL: 'mysql://x:secret@h/d' }, /^DATABASE_URL is not an address/],
    [{ STORAGE_URL: 'ftp://x' }, /^STORAGE_URL/],
    [{ STORAGE_URL: 's3://bucket' }, /S3_ACCESS_KEY_ID/],
    [{ JWT_SECRET: 'short-secret' }, /^JWT_SECRET is shorter/],
    [{ AUTH: 'off', HOST: '0.0.0.0' }, /^AUTH \(off\) is allowed on a loopback HOST only/],
    [{ CORS_ORIGINS: 'https://a.example,nonsense/path' }, /^CORS_ORIGINS/],
    [{ DUPLICATES: 'maybe' }, /^DUPLICATES/],
    [{ LOG_LEVEL: 'loud' }, /^LOG_LEVEL/],
    [{ MAIL_HOST: 'imap.example.com' }, /^MAIL_HOST is set but there are no credentials/],
    [{ ...mail, MAIL_FROM: '' }, /nobody may send: set MAIL_FROM/],
    [{ ...mail, MAIL_FROM: 'ana' }, /^MAIL_FROM/],
    [{ ...mail, MAIL_TLS: 'off' }, /in the clear/],
    [{ ...mail, MAIL_HOST: '192.0.2.1' }, /give the name of the server/],
    [{ WEBHOOKS_PRIVATE: 'perhaps' }, /^WEBHOOKS_PRIVATE/],
    [{ OPENAI_BASE_URL: 'localhost:11434' }, /^OPENAI_BASE_URL/],
  ]
  for (const [env, message] of wrong) {
    expect(refusal(env)).toMatch(message)
    expect(refusal(env)).not.toMatch(/secret@|short-secret|\n/)
  }
})

test('an empty setting is an unset one, and AWS names count for S3', () => {
  expect(readConfig({ PORT: '', ROLE: '  ' })).toMatchObject({ PORT: 3000, ROLE: 'all' })
  const aws = {
    STORAGE_URL: 's3://b/p',
    AWS_ACCESS_KEY_ID: 'k',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'eu-1',
  }
  expect(readConfig(aws)).toMatchObject({ S3_ACCESS_KEY_ID: 'k', S3_REGION: 'eu-1' })
})
