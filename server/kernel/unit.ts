import type { Tx } from './db/database.ts'
import type { EventData, EventType } from './db/events.ts'
import type { AnyProblemMaker, Route } from './http/route.ts'
import type { Id } from './id.ts'
import type { AnyJob, Schedule } from './jobs/job.ts'
import type { Frames } from './mail/frames.ts'
import type { AnyMailTemplate } from './mail/template.ts'
import type { HealthCheck } from './telemetry/health.ts'
import type { SealedColumn } from './vault/vault.ts'

/** A handler of another unit's event. It runs in a job of its own; its effects happen once per event by the job id. */
export interface Subscription {
  readonly event: EventType
  /** Names the subscriber in queue and log: `music.grant-role`. */
  readonly name: string
  readonly handle: (tx: Tx, data: never) => Promise<void>
}

/** Subscribes `handle` to `event`, typed by its data. */
export function subscribe<Type extends EventType>(
  event: Type,
  name: string,
  handle: (tx: Tx, data: EventData<Type>) => Promise<void>,
): Subscription {
  return { event, name, handle: handle as Subscription['handle'] }
}

/** What the process must run for a unit: all that app.ts needs to know, by value. */
export interface Unit {
  /** Also the name of its Postgres schema and the prefix of its permissions, problems, events, jobs and operationIds. */
  readonly name: string
  /** Null for a unit without tables. */
  readonly migrations: URL | null
  readonly routes: readonly Route[]
  readonly problems: readonly AnyProblemMaker[]
  /** Permission -> what it allows, in one sentence. */
  readonly permissions: Readonly<Record<string, string>>
  /** Built-in roles of the unit, written at start: name -> title and permissions, which may be other units' too. */
  readonly roles?: Readonly<Record<string, { readonly title: string; readonly permissions: readonly string[] }>>
  readonly events: readonly EventType[]
  readonly subscriptions?: readonly Subscription[]
  readonly jobs?: readonly AnyJob[]
  readonly schedules?: readonly Schedule[]
  readonly mails?: readonly AnyMailTemplate[]
  /** What stands around mails, by language tag, in more languages than the kernel has. */
  readonly mailFrames?: Frames
  readonly health?: readonly HealthCheck[]
  /** Columns that hold what the vault sealed. */
  readonly sealed?: readonly SealedColumn[]
  /** What the unit holds of a person, as JSON for the person's own eyes (GDPR, articles 15 and 20); null when nothing. */
  exportPerson?(userId: Id<'user'>): Promise<unknown>
  /**
   * Removes what tells who the person is, and ends what the person could use (GDPR, article 17); what law or contract keep stays under the
   * id alone. Units above are asked first. Throws what stands against it, such as access/last-administrator.
   */
  erasePerson?(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Writes demo data; must be repeatable without doubling anything. */
  seedDemo?(): Promise<void>
  /** People of the demo whom one may want to be: they sign in by a link that comes to the mailbox. */
  readonly demoPeople?: readonly { readonly name: string; readonly email: string; readonly what: string }[]
  stop?(): Promise<void>
}
