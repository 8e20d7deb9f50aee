import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import { formAgeMs } from '../../kernel/http/form-token.ts'
import { text } from '../../kernel/http/schema.ts'
import { agencyProblem } from './problems.ts'

/** Nobody has read a form and filled it in sooner. */
const FILLED_MS_MIN = 2_000
const FILLED_MS_MAX = 24 * 3_600_000

/** What every public form carries besides its fields. `website` is hidden from people; what fills it in is a program. */
export const trapFields = {
  formToken: Type.Optional(Type.String({ maxLength: 80 })),
  website: Type.Optional(text(400)),
}

export interface TrapFields {
  readonly formToken?: string
  readonly website?: string
}

/**
 * Whether a form is to be believed. Of what a program filled in nothing is kept, and the answer is as if it were; who was too quick or too
 * slow is told (agency/form-stale): a person loses no words without knowing.
 */
export function isTrapped(key: KeyObject, { formToken: token = '', website = '' }: TrapFields): boolean {
  if (website !== '') return true
  const ageMs = formAgeMs(key, token)
  if (ageMs === null || ageMs < FILLED_MS_MIN || ageMs > FILLED_MS_MAX) throw agencyProblem('form-stale')
  return false
}
