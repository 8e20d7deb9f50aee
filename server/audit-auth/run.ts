import type { Attack } from './attack.ts'
import { unmet } from './need.ts'
import { createStage } from './stage.ts'
import type { Target } from './target.ts'
import { type Result, tryAttack } from './trial.ts'

const AT_ONCE = 4

/** Runs the attacks: several at once, then those that must be alone; every one gives a row, in the order given. */
export async function runAttacks(
  attacks: readonly Attack[],
  target: Target,
  onResult: (result: Result) => void = () => undefined,
): Promise<Result[]> {
  const stage = createStage(target)
  const results = new Map<Attack, Result>()
  const run = async (attack: Attack): Promise<void> => {
    const reason = whyNot(attack, target)
    const result = reason === null ? await tryAttack(attack, stage) : leftOut(attack, reason)
    results.set(attack, result)
    onResult(result)
  }
  const queue = attacks.filter(({ alone }) => alone !== true)
  const worker = async (): Promise<void> => {
    for (let attack = queue.shift(); attack !== undefined; attack = queue.shift()) await run(attack)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  for (const attack of attacks) if (attack.alone === true) await run(attack)
  return attacks.flatMap((attack) => results.get(attack) ?? [])
}

/** What keeps an attack from being tried on this target; null when nothing does. */
function whyNot({ needs = [], routes = [] }: Attack, target: Target): string | null {
  const [reason] = needs.flatMap((need) => unmet(need, target) ?? [])
  if (reason !== undefined) return reason
  const missing = routes.filter((route) => !target.operations.has(route))
  return missing.length === 0 ? null : `the instance has no ${missing.join(', ')}`
}

function leftOut({ id, attack, expected }: Attack, reason: string): Result {
  return { id, attack, expected, seen: reason, verdict: 'not applicable' }
}
