import { type Static, Type } from 'typebox'
import { line, object, text } from '../../kernel/http/schema.ts'
import type { Setting } from '../settings/index.ts'

const schema = object({
  name: line(100),
  description: Type.Optional(text(300, 1)),
})

/** What the site is called where others list it. */
export type Site = Static<typeof schema>

const UNNAMED = 'Plinth'

export const siteSetting: Setting<typeof schema> = {
  key: 'site',
  title: 'The site',
  description: 'What feeds and readers call it.',
  schema,
  fallback: { name: UNNAMED },
  isPublic: true,
  check: ({ name }, { environment }) =>
    environment === 'production' && name === UNNAMED
      ? [{ severity: 'info', member: 'name', message: `is still ${UNNAMED}: feeds are named so` }]
      : [],
}
