import { dirname } from 'node:path'
import type { FaultCase, Proof } from '../test/faults/catalogue/fault-case.ts'
import type { Outcome } from './test-run.ts'

export type FaultTable = {
  readonly lines: readonly string[]
  /** No case that this run was to show is broken, or was left out of it without a reason. */
  readonly holds: boolean
}

type Verdict = 'held' | 'BROKEN' | 'NOT RUN' | 'in part' | 'skipped' | 'open'

/**
 * What a run shows of each case: `held` when each of its tests passed. A run of some files shows the cases they are named by, in part
 * where others are named as well; a file that was run without the test it is named for counts against the case.
 */
export function faultTable(cases: readonly FaultCase[], outcomes: readonly Outcome[], seed: string): FaultTable {
  const files = new Set(outcomes.map(({ file }) => file))
  const shown = cases.filter(({ proofs }) => proofs.length === 0 || proofs.some(({ file }) => files.has(file)))
  const rows = shown.map((one) => ({ one, verdict: verdictOf(one, outcomes, files) }))
  const count = (wanted: Verdict): number => rows.filter(({ verdict }) => verdict === wanted).length
  const verdicts: readonly Verdict[] = ['held', 'BROKEN', 'NOT RUN', 'in part', 'skipped', 'open']
  const sums = verdicts.flatMap((verdict) => (count(verdict) === 0 ? [] : [`${count(verdict)} ${verdict}`]))
  return {
    lines: [
      '',
      'Faults: what is done -> the right answer, and the tests that show it',
      ...rows.flatMap(({ one, verdict }) => rowLines(one, verdict, outcomes)),
      '',
      `${sums.join(', ')}, of ${cases.length}; seed ${seed}: FAULT_SEED=${seed} npm run test:faults throws the same dice`,
      '',
    ],
    holds: count('BROKEN') + count('NOT RUN') === 0,
  }
}

function verdictOf({ proofs }: FaultCase, outcomes: readonly Outcome[], files: ReadonlySet<string>): Verdict {
  const each = proofs.map((proof) => outcomes.filter((outcome) => isOf(outcome, proof)))
  if (each.length === 0) return 'open'
  if (each.some((found) => found.some(({ verdict }) => verdict === 'failed'))) return 'BROKEN'
  if (each.some((found, at) => found.length === 0 && files.has(proofs[at]?.file ?? ''))) return 'NOT RUN'
  if (each.some((found) => found.length === 0)) return 'in part'
  return each.every((found) => found.some(({ verdict }) => verdict === 'passed')) ? 'held' : 'skipped'
}

/** The runner tells a test of a suite by the file of the suite, which lies beside the files that run it. */
function isOf({ file, test }: Outcome, proof: Proof): boolean {
  if (test !== proof.test) return false
  return file === proof.file || (file.endsWith('-suite.test-support.ts') && dirname(file) === dirname(proof.file))
}

function rowLines({ id, fault, answer, proofs, open }: FaultCase, verdict: Verdict, outcomes: readonly Outcome[]) {
  const said = proofs.map((proof) => {
    const { file, test } = proof
    const found = outcomes.filter((outcome) => isOf(outcome, proof))
    const reasons = found.flatMap((outcome) => (outcome.verdict === 'skipped' ? [`skipped, ${outcome.reason}`] : []))
    const word =
      found.length === 0 ? 'not run' : (found.find(({ verdict }) => verdict === 'failed')?.verdict ?? reasons[0])
    return `              ${file}: ${test}${word === undefined ? '' : ` (${word})`}`
  })
  return [
    `${id.padEnd(4)} ${verdict.padEnd(8)} ${fault} -> ${answer}`,
    ...said,
    ...(open === undefined ? [] : [`              open: ${open}`]),
  ]
}
