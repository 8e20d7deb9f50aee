import type { Static, TSchema } from 'typebox'

/** A published fact: its name in the past (`music.submission.received`) and the shape of its data. */
export interface EventType<Schema extends TSchema = TSchema> {
  readonly name: string
  readonly description: string
  readonly schema: Schema
}

/** Declares an event of a unit; collected into contract/events.json. */
export function eventType<Schema extends TSchema>(
  name: string,
  description: string,
  schema: Schema,
): EventType<Schema> {
  return { name, description, schema }
}

export type EventData<Type extends EventType> = Static<Type['schema']>
