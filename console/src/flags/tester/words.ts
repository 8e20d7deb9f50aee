import type { Evaluation, RuleExplanation } from '@plinth/sdk/flags'
import type { Tone } from '../../shell/state-badge.tsx'

/** Why a value was given; `rule` is the name of the rule that gave it. */
export function reasonInWords({ reason, errorCode }: Evaluation, rule: string | undefined): string {
  switch (reason) {
    case 'STATIC':
      return 'There is no rule: everybody gets the same.'
    case 'DEFAULT':
      return 'No rule serves them: they get what everybody else gets.'
    case 'TARGETING_MATCH':
      return `${rule ?? 'A rule'} holds for them.`
    case 'SPLIT':
      return rule === undefined
        ? 'No rule serves them: their bucket decides among what everybody else gets.'
        : `${rule} holds for them, and their bucket decides.`
    case 'DISABLED':
      return 'The flag is switched off.'
    case 'PREREQUISITE':
      return 'A flag that it needs does not serve what it needs.'
    case 'ERROR':
      return `It cannot be evaluated: ${errors[errorCode ?? 'GENERAL']}.`
  }
}

const errors: Readonly<Record<NonNullable<Evaluation['errorCode']>, string>> = {
  FLAG_NOT_FOUND: 'there is no such flag',
  TYPE_MISMATCH: 'its value is of another type',
  TARGETING_KEY_MISSING: 'there is no targeting key to deal it out by',
  PARSE_ERROR: 'something in it is at fault',
  GENERAL: 'it failed',
}

export const outcomes: Readonly<
  Record<RuleExplanation['outcome'], { readonly label: string; readonly tone: Tone; readonly why: string }>
> = {
  served: { label: 'Serves', tone: 'positive', why: '' },
  schedule: { label: 'Not now', tone: 'quiet', why: 'It is outside its time.' },
  condition: { label: 'Does not hold', tone: 'quiet', why: 'They are not whom it is for.' },
  rollout: { label: 'Leaves them out', tone: 'caution', why: 'It is for them, but their bucket is outside the share.' },
  split: {
    label: 'Leaves them out',
    tone: 'caution',
    why: 'It is for them, but their bucket is in no part of the split.',
  },
  'not-reached': { label: 'Not reached', tone: 'quiet', why: 'The answer was found before it.' },
}
