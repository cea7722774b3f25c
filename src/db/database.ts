import { type ExtractTablesWithRelations, getTableColumns, type SQL } from 'drizzle-orm'
import { PgDialect, type PgTable, type PgTransaction } from 'drizzle-orm/pg-core'
import { drizzle, type PostgresJsDatabase, type PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { ParameterOrJSON, RowList, Sql } from 'postgres'

type Schema = Record<string, never>
export type Db = PostgresJsDatabase<Schema>
export type Tx = PgTransaction<PostgresJsQueryResultHKT, Schema, ExtractTablesWithRelations<Schema>>

/** Drizzle changes how its client reads dates and JSON, so it gets one of its own. */
export const createDatabase = (client: Sql): Db => drizzle(client)

const dialect = new PgDialect()

/** A statement that is asked all the time: planned once a connection, and answered in one round trip instead of two. */
export async function executePlanned<Row extends Record<string, unknown>>(
  on: Db | Tx,
  query: SQL,
): Promise<RowList<Row[]>> {
  const { client } = (on as unknown as { session: { client: Sql } }).session
  const { sql: text, params } = dialect.sqlToQuery(query)
  return client.unsafe<Row[]>(text, params as ParameterOrJSON<never>[], { prepare: true })
}

/** What such a statement gives of a table's columns, as the table tells it. */
export function rowOf<Table extends PgTable>(table: Table, row: Record<string, unknown>) {
  const values = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const value = row[column.name]
    return [name, value === null ? null : column.mapFromDriverValue(value)]
  })
  return Object.fromEntries(values) as Table['$inferSelect']
}
