import type { ExtractTablesWithRelations } from 'drizzle-orm'
import type { PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { Sql } from 'postgres'

type Schema = Record<string, never>
export type Db = PostgresJsDatabase<Schema>
export type Tx = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>

/** Drizzle changes how its client reads dates and JSON, so it gets one of its own. */
export const createDatabase = (client: Sql): Db => drizzle(client)
