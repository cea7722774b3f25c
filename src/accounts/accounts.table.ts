import { bigint, boolean, customType, integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' })

export const roles = ['admin', 'reviewer', 'uploader'] as const
export type Role = (typeof roles)[number]

export const tiers = ['basic', 'premium'] as const
export type Tier = (typeof tiers)[number]

export const accounts = pgTable('accounts', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  subject: text('subject').notNull(),
  name: text('name').notNull(),
  role: text('role').$type<Role>().notNull(),
  tier: text('tier').$type<Tier>().notNull().default('basic'),
  trustScore: integer('trust_score').notNull().default(0),
  /** Null: what the setting says. */
  uploadLimitPerHour: integer('upload_limit_per_hour'),
  disabledAt: timestamp('disabled_at', { withTimezone: true }),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
})
export type Account = typeof accounts.$inferSelect

const accountId = () => bigint('account_id', { mode: 'number' })
const time = (name: string) => timestamp(name, { withTimezone: true })

export const passwords = pgTable('passwords', {
  accountId: accountId().primaryKey(),
  hash: text('hash').notNull(),
  setAt: time('set_at').notNull().defaultNow(),
})

export const sessions = pgTable('sessions', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity(),
  tokenHash: bytea('token_hash').primaryKey(),
  previousHash: bytea('previous_hash'),
  accountId: accountId().notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
  renewedAt: time('renewed_at').notNull().defaultNow(),
  usedAt: time('used_at').notNull().defaultNow(),
  expiresAt: time('expires_at').notNull(),
  browser: text('browser').notNull().default(''),
})

export const signInLinks = pgTable('sign_in_links', {
  tokenHash: bytea('token_hash').primaryKey(),
  accountId: accountId().notNull(),
  expiresAt: time('expires_at').notNull(),
  usedAt: time('used_at'),
  setsPassword: boolean('sets_password').notNull().default(false),
})

/** What a token may be used for; each allows what the ones before it allow. */
export const scopes = ['read', 'upload', 'full'] as const
export type Scope = (typeof scopes)[number]

export const apiTokens = pgTable('api_tokens', {
  id: bigint('id', { mode: 'number' }).generatedAlwaysAsIdentity().primaryKey(),
  accountId: accountId().notNull(),
  name: text('name').notNull(),
  tokenHash: bytea('token_hash').notNull(),
  scope: text('scope').$type<Scope>().notNull(),
  createdAt: time('created_at').notNull().defaultNow(),
  expiresAt: time('expires_at').notNull(),
  usedAt: time('used_at'),
})
