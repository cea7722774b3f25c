import type { MiddlewareHandler } from 'hono'
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

const docs = { ...strict, styleSrc: ["'self'", "'unsafe-inline'"], workerSrc: ["'self'", 'blob:'] }

/**
 * No inline script, no foreign source, no frame. The two documentation viewers write styles of their own, and one
 * runs its search in a worker.
 */
export function securityHeaders(): MiddlewareHandler {
  const ours = secureHeaders({ ...common, contentSecurityPolicy: strict })
  const theirs = secureHeaders({ ...common, contentSecurityPolicy: docs })
  return (c, next) => (['/docs', '/redoc'].includes(c.req.path) ? theirs : ours)(c, next)
}

/** Only the origins that were named may call from a browser, and with a token only: cookies stay at home. */
export const crossOrigin = (config: Config): MiddlewareHandler =>
  config.CORS_ORIGINS.length ? allowing(config.CORS_ORIGINS) : (_, next) => next()

const allowing = (origin: string[]) =>
  cors({
    origin,
    allowMethods: ['GET', 'POST', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', 'If-Match', 'Idempotency-Key', 'Prefer', 'Range'],
    exposeHeaders: [
      'ETag',
      'Location',
      'Content-Range',
      'Content-Disposition',
      'X-Request-Id',
      'Retry-After',
      'Idempotent-Replayed',
      'X-RateLimit-Limit',
      'X-RateLimit-Remaining',
      'X-RateLimit-Reset',
    ],
    maxAge: 600,
  })
