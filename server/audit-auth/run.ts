import type { Attack, Need } from './attack.ts'
import { createStage, type Target } from './stage.ts'
import { type Result, tryAttack } from './trial.ts'

const AT_ONCE = 4

/** Why each need may be unmet, as the table says it. */
const UNMET: Readonly<Record<Need, string>> = {
  database: 'needs the database, which only the own test run has',
  output: 'needs what the server printed, which only the own test run has',
  'signing-keys': 'needs a private key of the server, which only the own test run has',
  networks:
    'needs requests from several networks: --forwarded, at an instance whose TRUSTED_PROXIES names this machine',
  administrator: 'needs an administrator: --admin',
  provider: 'needs an evil OpenID provider that the server believes, which only the own test run has',
  passkeys: 'needs passkeys in software, which only the own test run has',
}

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
  const has: Readonly<Record<Need, boolean>> = {
    database: target.query !== null,
    output: target.output !== null,
    'signing-keys': target.signingKeys.length > 0,
    networks: target.forwarded,
    administrator: target.administrator !== null,
    provider: target.provider !== null,
    passkeys: target.makePasskey !== null,
  }
  const unmet = needs.find((need) => !has[need])
  if (unmet !== undefined) return UNMET[unmet]
  const missing = routes.filter((route) => !target.operations.has(route))
  return missing.length === 0 ? null : `the instance has no ${missing.join(', ')}`
}

function leftOut({ id, attack, expected }: Attack, reason: string): Result {
  return { id, attack, expected, seen: reason, verdict: 'not applicable' }
}
