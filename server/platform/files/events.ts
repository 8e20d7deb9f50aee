import { Type } from 'typebox'
import { eventType } from '../../kernel/db/events.ts'
import { idOf, object, oneOf } from '../../kernel/http/schema.ts'

export const fileConfirmed = eventType(
  'files.file.confirmed',
  'Bytes arrived and were checked: they are a file now',
  object({ fileId: idOf('file'), purpose: Type.String(), ownerId: idOf('user') }),
)

export const fileReplaced = eventType(
  'files.file.replaced',
  'A file shows another version from now on: a new one, or an older one again',
  object({ fileId: idOf('file'), purpose: Type.String(), version: Type.Integer() }),
)

export const fileVisibilityChanged = eventType(
  'files.file.visibility-changed',
  'A public file is private from now on, or public again: time to drop copies of it that are kept elsewhere',
  object({ fileId: idOf('file'), purpose: Type.String(), visibility: oneOf(['public', 'private']) }),
)
