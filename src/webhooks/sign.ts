import { createHmac, randomBytes } from 'node:crypto'

const prefix = 'whsec_'

export const newSecret = () => prefix + randomBytes(32).toString('base64')

interface Message {
  id: string
  /** Seconds since 1970. */
  timestamp: number
  body: string
}

/** What a receiver checks: that it comes from here, just now, and is what was sent (standardwebhooks.com). */
export const signedHeaders = ({ id, timestamp, body }: Message, secrets: string[]) => ({
  'webhook-id': id,
  'webhook-timestamp': String(timestamp),
  'webhook-signature': secrets
    .map((secret) => `v1,${signature(`${id}.${timestamp}.${body}`, secret)}`)
    .join(' '),
})

const signature = (text: string, secret: string) =>
  createHmac('sha256', Buffer.from(secret.slice(prefix.length), 'base64'))
    .update(text)
    .digest('base64')
