import type { Id } from '../../kernel/id.ts'

/** Rows of schema `content`; queried by this unit only. */
export interface ContentTables {
  'content.entry': EntryRow
  'content.version': VersionRow
  'content.slug': SlugRow
  'content.published': PublishedRow
  'content.lock': LockRow
  'content.preview': PreviewRow
  'content.comment': CommentRow
}

/** Why what was handed in is not shown. */
export type Refusal = 'rejected' | 'spam'

export type EntryState = 'draft' | 'in_review' | 'scheduled' | 'published' | 'archived' | Refusal

/** Values of a type's fields, as they were sent and validated. */
export type Fields = Readonly<Record<string, unknown>>

/** What search engines and shared links are told instead of title and excerpt. */
export interface Seo {
  readonly title?: string
  readonly description?: string
  readonly imageId?: Id<'file'>
  readonly canonicalUrl?: string
  readonly noIndex?: boolean
}

export interface EntryRow {
  id: Id<'entry'>
  type: string
  locale: string
  translation_group: Id<'translation-group'>
  owner_id: Id<'user'> | null
  state: EntryState
  title: string
  head_version: number
  live_version: number | null
  scheduled_version: number | null
  publish_at: Date | null
  unpublish_at: Date | null
  published_at: Date | null
  trashed_at: Date | null
  created_at: Date
  updated_at: Date
}

export interface VersionRow {
  entry_id: Id<'entry'>
  number: number
  title: string
  fields: Fields
  seo: Seo | null
  author_id: Id<'user'> | null
  autosave: boolean
  restored_from: number | null
  created_at: Date
}

export interface SlugRow {
  type: string
  locale: string
  slug: string
  entry_id: Id<'entry'>
  is_current: boolean
}

export interface PublishedRow {
  entry_id: Id<'entry'>
  type: string
  locale: string
  slug: string
  version: number
  title: string
  excerpt: string
  reading_minutes: number
  card: Fields
  page: Fields
  seo: Seo | null
  facets: string[]
  search: string
  published_at: Date
  live_since: Date
}

export interface LockRow {
  entry_id: Id<'entry'>
  holder_id: Id<'user'>
  taken_at: Date
  expires_at: Date
}

export interface PreviewRow {
  id: Id<'preview'>
  token_hash: Buffer
  entry_id: Id<'entry'>
  version: number
  created_by: Id<'user'> | null
  created_at: Date
  expires_at: Date
}

export type CommentState = 'pending' | 'approved' | 'rejected' | 'spam'

export interface CommentRow {
  id: Id<'comment'>
  entry_id: Id<'entry'>
  parent_id: Id<'comment'> | null
  author_name: string
  body: string
  state: CommentState
  visitor_key: Buffer
  helpful: number
  decided_by: Id<'user'> | null
  decided_at: Date | null
  created_at: Date
}
