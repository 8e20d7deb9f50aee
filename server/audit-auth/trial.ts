import { isDeepStrictEqual } from 'node:util'
import type { Attack, Trial } from './attack.ts'
import type { Answer } from './client.ts'
import type { Stage } from './stage.ts'

export type Verdict = 'held' | 'BROKEN' | 'error' | 'not applicable'

/** A row of the table of results. */
export interface Result {
  readonly id: string
  readonly attack: string
  readonly expected: string
  readonly seen: string
  readonly verdict: Verdict
}

interface Observation {
  readonly what: string
  readonly seen: string
  readonly right: string
  readonly isRight: boolean
}

const SHOWN_MAX = 4

/** Runs one attack to its end and judges what was seen. */
export async function tryAttack(attack: Attack, stage: Stage): Promise<Result> {
  const { id, attack: does, expected } = attack
  const observations: Observation[] = []
  const notes: string[] = []
  const note = (observation: Observation): void => void observations.push(observation)
  const trial: Trial = {
    stage,
    see: (what, seen, right) =>
      note({ what, seen: shown(seen), right: shown(right), isRight: isDeepStrictEqual(seen, right) }),
    status: (what, answer, ...right) =>
      note({ what, seen: statusOf(answer), right: right.join(' or '), isRight: right.includes(answer.status) }),
    note: (fact) => void notes.push(fact),
    can(need, what) {
      const reason = stage.unmet(need)
      if (reason !== null) notes.push(`not tried: ${what}, which ${reason}`)
      return reason === null
    },
  }
  try {
    await attack.run(trial)
  } catch (error) {
    const broken = observations.some(({ isRight }) => !isRight)
    const seen = [...(broken ? [summary(observations)] : []), error instanceof Error ? error.message : String(error)]
    return { id, attack: does, expected, seen: seen.join('; '), verdict: broken ? 'BROKEN' : 'error' }
  }
  const isHeld = observations.length > 0 && observations.every(({ isRight }) => isRight)
  return {
    id,
    attack: does,
    expected,
    seen: [summary(observations), ...new Set(notes)].join('; '),
    verdict: isHeld ? 'held' : 'BROKEN',
  }
}

function statusOf({ status, code }: Answer): string {
  return code === null ? String(status) : `${status} ${code}`
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text === undefined ? 'nothing' : text.length > 160 ? `${text.slice(0, 160)}...` : text
}

/** The wrong ones by name; without any, how often each status was seen. */
function summary(observations: readonly Observation[]): string {
  if (observations.length === 0) return 'nothing was observed'
  const wrong = observations.filter(({ isRight }) => !isRight)
  if (wrong.length > 0) {
    const lines = wrong.slice(0, SHOWN_MAX).map(({ what, seen, right }) => `${what}: ${seen}, right is ${right}`)
    return [...lines, ...(wrong.length > SHOWN_MAX ? [`and ${wrong.length - SHOWN_MAX} more`] : [])].join('; ')
  }
  const tally = new Map<string, number>()
  for (const { seen } of observations) {
    const name = /^\d{3}( |$)/.test(seen) ? seen : 'as expected'
    tally.set(name, (tally.get(name) ?? 0) + 1)
  }
  return [...tally].map(([seen, count]) => (count === 1 ? seen : `${seen} x${count}`)).join(', ')
}
