import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object } from '../../kernel/http/schema.ts'

const entry = { entryId: idOf('entry'), type: Type.String(), locale: Type.String(), slug: Type.String() }

export const entryPublished = eventType(
  'content.entry.published',
  'A version of an entry became what everybody reads',
  object({ ...entry, version: Type.Integer() }),
)

export const entryUnpublished = eventType(
  'content.entry.unpublished',
  'An entry is no longer shown to everybody',
  object(entry),
)

export const commentReceived = eventType(
  'content.comment.received',
  'A visitor commented on an entry, and waits to be read',
  object({ commentId: idOf('comment'), entryId: idOf('entry') }),
)
