import { sql } from 'drizzle-orm'
import { customType } from 'drizzle-orm/pg-core'

/** A string bound as `jsonb` is stored as a JSON string; as text first, it is stored as what it says. */
export const asJsonb = (value: unknown) => sql`${JSON.stringify(value)}::text::jsonb`

/** `read` makes of what is stored what the program expects, where that is more. */
export const jsonb = <T>(name: string, read = (stored: unknown) => stored as T) =>
  customType<{ data: T; driverData: unknown }>({
    dataType: () => 'jsonb',
    toDriver: asJsonb,
    fromDriver: (value) => read(typeof value === 'string' ? JSON.parse(value) : value),
  })(name)

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })
