import { Type } from 'typebox'
import { line, nullable } from '../../../kernel/http/schema.ts'

/** A calendar day of these centuries. */
export const dayShape = Type.String({ format: 'date', pattern: '^(?:19|20)[0-9]{2}-', description: 'YYYY-MM-DD' })

/** Minutes are as fine as the clocks of markets go. */
export const wallTimeShape = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', description: 'HH:MM' })

export const gradeShape = Type.Integer({ minimum: 1, maximum: 5 })

export const moodFields = {
  mood: Type.Optional(nullable(gradeShape)),
  moodWords: Type.Optional(Type.Array(line(30), { maxItems: 10, uniqueItems: true })),
}

export const versionShape = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

/** A moment as it is sent in; leap seconds, which clocks here do not know, are refused. */
export const momentShape = Type.String({
  format: 'date-time',
  pattern: '^(?:19|20)[0-9]{2}-[0-9-]{5}[Tt][0-9:]{6}[0-5][0-9]',
  maxLength: 35,
})
