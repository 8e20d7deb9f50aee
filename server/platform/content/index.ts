import type { Static, TObject } from 'typebox'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Route } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Unit } from '../../kernel/unit.ts'
import { commentRoutes, MODERATE, moderationRoutes, submissionRoute } from './comments.routes.ts'
import { contentSchedules } from './content.jobs.ts'
import { type ContentType, permissionSentences, type TypedContent } from './content-type.ts'
import { createEntry, type NewEntry, versionOf } from './entries.ts'
import { entryRoutes } from './entry.routes.ts'
import { commentReceived, entryPublished, entryUnpublished } from './events.ts'
import { feedRoutes } from './feed.routes.ts'
import { mediaRoutes } from './media.routes.ts'
import { mediaPurposes } from './media.ts'
import { mediaTerms } from './media-library.ts'
import type { ContentDeps, ContentParts } from './parts.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { contentProblem } from './problems.ts'
import { publicRoutes } from './public.routes.ts'
import { publishEntry, submitEntry, trashEntry } from './publishing.ts'
import { createShown } from './shown.ts'
import { siteSetting } from './site.ts'
import { staffRoutes } from './staff.routes.ts'
import type { ContentTables, EntryState } from './tables.ts'
import { typesRoute } from './types.routes.ts'
import { workflowRoutes } from './workflow.routes.ts'

export { contentType } from './content-type.ts'
export { document, image, internal, reference, richText, tags } from './fields.ts'
export type { RichNode } from './rich-text.ts'
export { nodesOf, richTextFaults } from './rich-text.ts'
export { richTextPlain } from './rich-text-plain.ts'
export type { ContentDeps, ContentType, TypedContent }
/** Events for other units to subscribe to. */
export { commentReceived, entryPublished, entryUnpublished }

/** A declared type in the hands of the unit that declared it. */
export interface ContentOf<Fields> {
  /** Writes a draft in the caller's transaction, without an owner. Throws as the route does. */
  create(tx: Tx, entry: Omit<NewEntry, 'fields'> & { readonly fields: Fields }): Promise<Id<'entry'>>
  /** As create, and hands it to those who publish: what somebody outside has written. */
  handIn(tx: Tx, fields: Fields): Promise<Id<'entry'>>
  /** What was handed in as it was sent, and where it stands; null once it was deleted. */
  handedIn(source: Db | Tx, id: Id<'entry'>): Promise<HandedIn<Fields> | null>
  /** Puts an entry into the trash, live or not; nothing when it is there or gone. */
  withdraw(tx: Tx, id: Id<'entry'>): Promise<void>
  /** Publishes a version of an entry; `publishedAt` is for what was written before it came here. */
  publish(tx: Tx, id: Id<'entry'>, options: { readonly version: number; readonly publishedAt?: Date }): Promise<void>
  /** What is live at an address, as it was sent; null when nothing is. */
  findPublished(source: Db | Tx, slug: string, locale?: string): Promise<PublishedEntry<Fields> | null>
  /** The entry at an address, live or not; null when there is none. */
  findBySlug(source: Db | Tx, slug: string, locale?: string): Promise<Id<'entry'> | null>
}

interface HandedIn<Fields> {
  readonly state: EntryState
  readonly fields: Fields
}

export interface PublishedEntry<Fields> {
  readonly id: Id<'entry'>
  readonly version: number
  readonly title: string
  readonly fields: Fields
}

export interface Content extends Unit {
  /** Adds a kind of content with its routes and permissions; while the program is assembled, before routes are read. */
  declare<Schema extends TObject>(type: TypedContent<Schema>): ContentOf<Static<Schema>>
}

/** Kinds of content that other units declare: written, versioned, published by hand or by the clock, and read by everybody. */
export function createContent(deps: ContentDeps): Content {
  const types = new Map<string, ContentType>()
  const typeNames: string[] = []
  const parts: ContentParts = {
    ...deps,
    types,
    typeNames,
    shown: createShown(deps),
    site: deps.settings.declare(siteSetting),
  }
  const schedules = contentSchedules(parts)
  const routes = sharedRoutes(parts)
  const permissions: Record<string, string> = { [MODERATE]: 'Read the comments of visitors and decide on them' }
  deps.files.declarePurposes(mediaPurposes(mediaTerms(parts)))
  return {
    name: 'content',
    migrations: new URL('./migrations/', import.meta.url),
    routes,
    permissions,
    problems: [contentProblem],
    events: [entryPublished, entryUnpublished, commentReceived],
    jobs: schedules.map(({ job }) => job),
    schedules,
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson: (tx, userId) => erasePerson(tx, deps.files, userId),
    declare<Schema extends TObject>(type: TypedContent<Schema>) {
      if (types.has(type.name)) throw new TypeError(`there is a type ${type.name} already`)
      types.set(type.name, type)
      typeNames.push(type.name)
      routes.push(...routesOf(parts, type))
      Object.assign(permissions, permissionSentences(type))
      return handleOf<Static<Schema>>(parts, type)
    },
  }
}

function sharedRoutes(parts: ContentParts): Route[] {
  return [
    typesRoute(parts),
    ...workflowRoutes(parts),
    ...entryRoutes(parts),
    ...mediaRoutes(parts),
    ...moderationRoutes(parts),
    ...feedRoutes(parts),
  ]
}

function routesOf(parts: ContentParts, type: ContentType): Route[] {
  return [
    ...publicRoutes(parts, type),
    ...staffRoutes(parts, type),
    ...(type.comments ? commentRoutes(parts, type) : []),
    ...(type.submittable === null ? [] : [submissionRoute(parts, type, type.submittable)]),
  ]
}

const LIVE = `SELECT version.entry_id AS id, version.number AS version, version.title, version.fields
  FROM content.published shown
  JOIN content.version version ON version.entry_id = shown.entry_id AND version.number = shown.version
 WHERE shown.type = $1 AND shown.locale = $2 AND shown.slug = $3`

function handleOf<Fields>(parts: ContentParts, type: ContentType): ContentOf<Fields> {
  const [first] = type.locales
  return {
    async create(tx, entry) {
      const made = await createEntry(tx, parts, type, { ...(entry as unknown as NewEntry), ownerId: null })
      return made.entry.id
    },
    async handIn(tx, fields) {
      const { entry } = await createEntry(tx, parts, type, { fields: fields as NewEntry['fields'], ownerId: null })
      await submitEntry(tx, { type, id: entry.id, editor: null })
      return entry.id
    },
    async handedIn(source, id) {
      const entry = await rowOf(source, type, id)
      if (entry === undefined) return null
      return { state: entry.state, fields: (await versionOf(source, id, 1)).fields as Fields }
    },
    async withdraw(tx, id) {
      const entry = await rowOf(tx, type, id)
      if (entry !== undefined && entry.trashed_at === null) await trashEntry(tx, parts, { type, id, editor: null })
    },
    async publish(tx, id, options) {
      await publishEntry(tx, parts, { type, id, editor: null }, options)
    },
    async findPublished(source, slug, locale = first) {
      const [row] = await source.raw<PublishedEntry<Fields> & Record<string, unknown>>(LIVE, [type.name, locale, slug])
      return row ?? null
    },
    async findBySlug(source, slug, locale = first) {
      const [row] = await source.raw<{ id: Id<'entry'> }>(
        'SELECT entry_id AS id FROM content.slug WHERE type = $1 AND locale = $2 AND slug = $3 AND is_current',
        [type.name, locale, slug],
      )
      return row?.id ?? null
    },
  }
}

async function rowOf(source: Db | Tx, type: ContentType, id: Id<'entry'>) {
  return await source
    .query<ContentTables>()
    .selectFrom('content.entry')
    .select(['state', 'trashed_at'])
    .where('id', '=', id)
    .where('type', '=', type.name)
    .executeTakeFirst()
}
