import { Type } from 'typebox'
import type { Cache } from '../../kernel/cache/cache.ts'
import type { Region } from '../../kernel/cache/region.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { ContentType } from './content-type.ts'
import { listShown, type ShownFilter } from './shown-list.ts'
import { findShown } from './shown-page.ts'
import type { ShownParts } from './shown-parts.ts'
import { entryShape, listShape } from './shown-shapes.ts'

const TTL_SECONDS = 60
/** What is shown outlives a database that is away for so long. */
const STALE_SECONDS = 600

/** What everybody reads, from the cache. */
export type Shown = ReturnType<typeof createShown>

interface Regions {
  readonly page: Region<PageKey, unknown>
  readonly list: Region<ShownFilter, unknown>
}

interface PageKey {
  readonly locale: string
  readonly slug: string
}

/** Names the values that any change of a type may alter. */
export function tagOf(type: string): string {
  return `content.${type}`
}

/** Entries by address and the first pages of lists; whatever changes what is shown of a type says so by `changed`. */
export function createShown(parts: ShownParts & { readonly cache: Cache }) {
  const { cache } = parts
  const regions = new Map<string, Regions>()
  const regionsOf = (type: ContentType): Regions => {
    const known = regions.get(type.name) ?? makeRegions(parts, type)
    regions.set(type.name, known)
    return known
  }
  return {
    /** The entry at an address, where it is now if it has moved, or null. */
    page: async (type: ContentType, key: PageKey) =>
      (await regionsOf(type).page.get(key)) as Awaited<ReturnType<typeof findShown>>,
    /** A page of entries. Later pages and searches are read anew: hardly two people ask for the same one. */
    async list(type: ContentType, filter: ShownFilter) {
      const isRead = filter.cursor === undefined && filter.q === undefined
      return isRead ? await regionsOf(type).list.get(filter) : await listShown(parts, type, filter)
    },
    /** Entries of the type appear, disappear or are shown otherwise when `tx` has committed. */
    changed: (tx: Tx, type: string) => cache.invalidateTags(tx, tagOf(type)),
  }
}

function makeRegions(parts: ShownParts & { readonly cache: Cache }, type: ContentType): Regions {
  const times = { ttlSeconds: TTL_SECONDS, staleSeconds: STALE_SECONDS }
  const tags = () => [tagOf(type.name), ...type.refersTo.map(tagOf)]
  return {
    page: parts.cache.region({
      name: `content.${type.name}`,
      shape: Type.Union([entryShape(type), Type.Object({ movedTo: Type.String() }), Type.Null()]),
      ...times,
      keyText: ({ locale, slug }: PageKey) => `${locale} ${slug}`,
      tags,
      load: ({ locale, slug }) => findShown(parts, type, locale, slug),
    }),
    list: parts.cache.region({
      name: `content.${type.plural}`,
      shape: listShape(type),
      ...times,
      keyText: ({ limit, locale, filters }: ShownFilter) => JSON.stringify([limit ?? null, locale, filters]),
      tags,
      load: (filter) => listShown(parts, type, filter),
    }),
  } as unknown as Regions
}
