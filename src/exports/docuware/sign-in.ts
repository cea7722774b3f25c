import { z } from 'zod'
import type { Config } from '../../config.ts'
import { leadsElsewhere, notUnderstood, refused, signInRefused } from './docuware-faults.ts'
import type { Answer, Send } from './send.ts'

/** What makes requests those of the user, and until when. */
export interface Session {
  headers: Record<string, string>
  expiresAt: number
}

export type Credentials = Pick<Config, 'DOCUWARE_USER' | 'DOCUWARE_PASSWORD' | 'DOCUWARE_ORG'>

/** DocuWare's own client, whose password grant is open to every user. */
const clientId = 'docuware.platform.net.client'
const scope = 'docuware.platform'
const cookieNames = /^(\.?DWPLATFORM\w*|DWPLATFORMBROWSERID)$/i
/** How long a cookie is believed to be good; a 401 says when it is not. */
const cookieMs = 30 * 60_000
/** A token is renewed so long before it ends. */
const marginMs = 60_000

const identityInfo = z.object({ IdentityServiceUrl: z.string().max(2_000) })
const identityConfig = z.object({ token_endpoint: z.string().max(2_000) })
const token = z.object({
  access_token: z.string().min(1).max(20_000),
  expires_in: z
    .number()
    .positive()
    .max(86_400 * 30)
    .default(3_600),
})

/** Signs in by token where the server has an identity service, by cookie where it is older than those. */
export async function signIn(platform: URL, credentials: Credentials, send: Send): Promise<Session> {
  const info = await send(new URL(`${platform.href}/Home/IdentityServiceInfo`), {})
  const described = info.status === 200 ? identityInfo.safeParse(jsonOf(info)) : undefined
  if (!described?.success) return signInByCookie(platform, credentials, send)
  return signInByToken(trusted(described.data.IdentityServiceUrl, platform), credentials, send)
}

async function signInByToken(identity: URL, credentials: Credentials, send: Send): Promise<Session> {
  const address = `${identity.href.replace(/\/$/, '')}/.well-known/openid-configuration`
  const { token_endpoint } = parsed(identityConfig, await send(new URL(address), {}), 'openid-configuration')
  const endpoint = new URL(token_endpoint, identity)
  // the password goes to the identity service and nowhere else
  if (endpoint.origin !== identity.origin) throw leadsElsewhere()
  const answer = await send(endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      scope,
      client_id: clientId,
      username: credentials.DOCUWARE_USER ?? '',
      password: credentials.DOCUWARE_PASSWORD ?? '',
      ...(credentials.DOCUWARE_ORG && { acr_values: `organization:${credentials.DOCUWARE_ORG}` }),
    }),
  })
  if (answer.status === 400 || answer.status === 401) throw signInRefused(`${answer.status}`)
  const { access_token, expires_in } = parsed(token, answer, 'token')
  return {
    headers: { Authorization: `Bearer ${access_token}` },
    expiresAt: Date.now() + Math.max(expires_in * 500, expires_in * 1000 - marginMs),
  }
}

async function signInByCookie(platform: URL, credentials: Credentials, send: Send): Promise<Session> {
  const answer = await send(new URL(`${platform.href}/Account/Logon`), {
    method: 'POST',
    body: new URLSearchParams({
      UserName: credentials.DOCUWARE_USER ?? '',
      Password: credentials.DOCUWARE_PASSWORD ?? '',
      Organization: credentials.DOCUWARE_ORG ?? '',
      RememberMe: 'false',
      RedirectToMyselfInCaseOfError: 'false',
    }),
  })
  const cookies = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!.trim())
    .filter((pair) => cookieNames.test(pair.split('=')[0]!))
  if (answer.status !== 200 || !cookies.length) throw signInRefused(`${answer.status}`)
  return { headers: { Cookie: cookies.join('; ') }, expiresAt: Date.now() + cookieMs }
}

/** On the same server, or DocuWare's own for those who are at DocuWare's. */
function trusted(href: string, platform: URL) {
  const identity = new URL(href, platform)
  const isCloud = (url: URL) => url.protocol === 'https:' && url.hostname.endsWith('.docuware.cloud')
  if (identity.origin === platform.origin || (isCloud(identity) && isCloud(platform))) return identity
  throw leadsElsewhere()
}

const jsonOf = ({ bytes }: Answer): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer, what: string): T {
  if (answer.status !== 200) throw refused(answer.status)
  const result = schema.safeParse(jsonOf(answer))
  if (!result.success) throw notUnderstood(what)
  return result.data
}
