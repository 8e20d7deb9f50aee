import type { KeyObject } from 'node:crypto'
import type { Cache } from '../../kernel/cache/cache.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Files } from '../files/index.ts'
import type { SettingHandle, Settings } from '../settings/index.ts'
import type { ContentType } from './content-type.ts'
import type { Shown } from './shown.ts'
import type { Site } from './site.ts'

/** What the engine stands on. */
export interface ContentDeps {
  readonly db: Db
  readonly cache: Cache
  readonly files: Pick<
    Files,
    | 'file'
    | 'list'
    | 'hold'
    | 'looksOf'
    | 'describe'
    | 'discard'
    | 'bringBack'
    | 'ownedBy'
    | 'disown'
    | 'declarePurposes'
  >
  /** The site's address: links in feeds, sitemap and previews begin with it. */
  readonly publicUrl: URL
  readonly settings: Pick<Settings, 'declare'>
  /** Signs when public forms were handed out. */
  readonly formKey: KeyObject
  readonly people: (ids: readonly Id<'user'>[]) => Promise<ReadonlyMap<string, { readonly name: string }>>
}

export interface ContentParts extends ContentDeps {
  /** The declared types by name. */
  readonly types: ReadonlyMap<string, ContentType>
  /** Their names, as the contract shows them. */
  readonly typeNames: readonly string[]
  readonly shown: Shown
  readonly site: SettingHandle<Site>
}

/** Where a read runs: on its own, or inside the transaction whose writes it must see. */
export type Reader = Pick<Db, 'query' | 'raw'> | Pick<Tx, 'query' | 'raw'>

/** The types that whoever holds these permissions may write. */
export function writable(types: ReadonlyMap<string, ContentType>, held: ReadonlySet<string>): ContentType[] {
  return [...types.values()].filter(({ permissions }) => held.has(permissions.write))
}

/** Who works on an entry: their own entries, or everybody's. */
export interface Editor {
  readonly userId: Id<'user'>
  readonly all: boolean
  /** May change what everybody sees. */
  readonly publishes: boolean
}

/** The person behind a call of staff. */
export function editorOf(call: Pick<Call, 'principal'>, { permissions }: Pick<ContentType, 'permissions'>): Editor {
  if (call.principal === undefined) throw new TypeError('the policy of this route demands a session')
  const { userId, permissions: held } = call.principal.actor
  return { userId, all: held.has(permissions.editAll), publishes: held.has(permissions.publish) }
}
