import { type Static, Type } from 'typebox'
import { line, object } from '../../kernel/http/schema.ts'
import type { Setting } from '../settings/index.ts'
import type { Purposes } from './purposes.ts'

const schema = object({
  versionsMax: Type.Integer({
    ...{ minimum: 0, maximum: 1000, title: 'Older versions' },
    description: 'How many are kept of each file beside the one it shows; 0 for all',
  }),
  versionDays: Type.Integer({
    ...{ minimum: 0, maximum: 3650, title: 'Days of an older version' },
    description: 'How long one is kept after another took its place; 0 for ever',
  }),
  discardedDays: Type.Integer({
    ...{ minimum: 0, maximum: 365, title: 'Days of a deleted file' },
    description: 'How long one can be restored; then its bytes are gone',
  }),
  expiry: Type.Array(
    object({
      purpose: { ...line(60), title: 'Purpose' },
      days: Type.Integer({ minimum: 1, maximum: 3650, title: 'Days after it was stored' }),
    }),
    { maxItems: 50, title: 'Files that expire', description: 'They are deleted if nothing uses them' },
  ),
})

/** How long what is kept of files. */
export type Lifecycle = Static<typeof schema>

export function lifecycleSetting({ declared }: Pick<Purposes, 'declared'>): Setting<typeof schema> {
  return {
    key: 'file-lifecycle',
    title: 'What is kept of files',
    description: 'Older versions, deleted files, and files that expire. An hourly job keeps to it.',
    schema,
    fallback: { versionsMax: 20, versionDays: 90, discardedDays: 30, expiry: [] },
    isPublic: false,
    check: ({ expiry }) =>
      expiry.some(({ purpose }) => declared(purpose)?.changes?.usedOf === undefined)
        ? [
            {
              severity: 'warning',
              member: 'expiry',
              message: 'names a purpose of which nobody says what is in use: its files stay',
            },
          ]
        : [],
  }
}
