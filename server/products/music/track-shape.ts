import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable } from '../../kernel/http/schema.ts'
import { artistBrief } from './submission-view.ts'

/** A published track. `coverUrl` takes `?size=`; `durationMs` is measured, never declared. */
export const trackShape = namedObject('Track', {
  id: idOf('track'),
  title: Type.String(),
  artist: artistBrief,
  genre: Type.String(),
  durationMs: Type.Integer(),
  explicit: Type.Boolean(),
  coverUrl: nullable(Type.String()),
  streamUrl: Type.String(),
  publishedAt: instant,
  bpm: nullable(Type.Integer()),
  isrc: nullable(Type.String()),
})
