import { Type } from 'typebox'
import { line, namedObject, object, text } from '../../../kernel/http/schema.ts'
import type { Setting } from '../../../platform/settings/index.ts'

const link = Type.String({
  format: 'uri',
  pattern: '^https://',
  maxLength: 300,
  description: 'An address that begins with https://',
})

const business = namedObject('Business', {
  tagline: Type.Optional(line(160)),
  email: Type.Optional(line(254)),
  phone: Type.Optional(line(40)),
  address: Type.Array(line(100), { maxItems: 6 }),
  openingHours: Type.Array(object({ days: line(60), hours: line(60) }), { maxItems: 14 }),
  links: Type.Array(object({ label: line(40), url: link }), { maxItems: 20 }),
})

/** What a site shows at its foot and on its contact page. */
export const businessSetting: Setting<typeof business> = {
  key: 'business',
  title: 'The business',
  description: 'How it is reached, and when.',
  schema: business,
  fallback: { address: [], openingHours: [], links: [] },
  isPublic: true,
}

const announcement = namedObject('Announcement', {
  isShown: Type.Boolean({ title: 'Show it' }),
  text: Type.Optional(text(300, 1)),
  linkLabel: Type.Optional(line(40)),
  linkPath: Type.Optional(
    Type.String({ maxLength: 300, pattern: '^/(?:[^/].*)?$', description: 'A path of the site, /book' }),
  ),
})

/** A line above every page of a site. */
export const announcementSetting: Setting<typeof announcement> = {
  key: 'announcement',
  title: 'The announcement',
  description: 'A line above every page of the site.',
  schema: announcement,
  fallback: { isShown: false },
  isPublic: true,
  check: ({ isShown, text, linkLabel, linkPath }) => [
    ...(isShown && text === undefined
      ? [{ severity: 'warning', member: 'text', message: 'is empty: an empty line is shown above every page' } as const]
      : []),
    ...((linkLabel === undefined) === (linkPath === undefined)
      ? []
      : [{ severity: 'warning', member: 'linkPath', message: 'goes with a label, and a label with it' } as const]),
  ],
}
