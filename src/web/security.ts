import { cors } from 'hono/cors'
import { secureHeaders } from 'hono/secure-headers'
import type { Config } from '../config.ts'

const strict = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
}

const common = {
  referrerPolicy: 'same-origin',
  xFrameOptions: 'DENY',
  crossOriginEmbedderPolicy: false,
} as const

/** No inline script, no foreign source, no frame. */
export const securityHeaders = () => secureHeaders({ ...common, contentSecurityPolicy: strict })

/** The two documentation viewers write styles of their own, and one runs its search in a worker. */
export const securityHeadersOfDocs = () =>
  secureHeaders({
    ...common,
    contentSecurityPolicy: {
      ...strict,
      styleSrc: ["'self'", "'unsafe-inline'"],
      workerSrc: ["'self'", 'blob:'],
    },
  })

/** Only the origins that were named may call from a browser, and with a token only: cookies stay at home. */
export const crossOrigin = (config: Config) =>
  cors({
    origin: config.CORS_ORIGINS,
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'If-Match', 'Idempotency-Key', 'Prefer', 'Range'],
    exposeHeaders: [
      'ETag',
      'Location',
      'Content-Range',
      'Content-Disposition',
      'X-Request-Id',
      'Retry-After',
    ],
    maxAge: 600,
  })
