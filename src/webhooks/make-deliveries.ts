import { sql } from 'drizzle-orm'
import { bounds } from '../config.ts'
import { type Db, executePlanned } from '../db/database.ts'
import { typeOfEvent } from './webhook-types.ts'

/**
 * Makes deliveries of the events that were committed since it was last done, in one statement. The change itself pays
 * nothing for it: its event is part of its commit, and what was read up to is part of this one. True where there is more.
 */
export async function makeDeliveries(db: Db): Promise<boolean> {
  const [row] = await executePlanned<{ more: boolean | null }>(
    db,
    sql`
    with behind as (
      select id, types, last_event from webhooks
      where enabled and last_event < (select coalesce(max(id), 0) from events)
      order by id
      for update skip locked
    ), heard as (
      select behind.id as webhook_id, types, event.* from behind, lateral (
        select id, at, data, ${typeOfEvent} as type from events
        where id > behind.last_event order by id limit ${bounds.eventsAFanOut}
      ) as event
    ), made as (
      insert into webhook_deliveries (webhook_id, event_id, type, body)
      select webhook_id, id, type, json_build_object(
        'type', type,
        'timestamp', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        'data', data || jsonb_build_object('event_id', id))::text
      from heard where type = any(types)
      order by id
      on conflict do nothing
    ), upto as (
      select webhook_id, max(id) as last_event, count(*) as events from heard group by webhook_id
    ), moved as (
      update webhooks set last_event = upto.last_event from upto where webhooks.id = upto.webhook_id
      returning upto.events
    )
    select max(events) = ${bounds.eventsAFanOut} as more from moved`,
  )
  return row?.more ?? false
}
