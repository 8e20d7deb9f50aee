import type { Trial } from './attack.ts'

/** Makes ready what is then timed. */
export type Timed = () => Promise<() => Promise<unknown>>

export interface Comparison {
  /** What the others must not be told from; taken twice, so that what the machine does to it is known. */
  readonly control: Timed
  readonly kinds: Readonly<Record<string, Timed>>
  /** A difference of so much tells nobody anything: the larger of the two. */
  readonly tolerance: { readonly ms: number; readonly share: number }
}

/** Of a thorough run, and of any other. */
const BOUNDS = { thorough: { min: 200, max: 600, ms: 180_000 }, brief: { min: 25, max: 150, ms: 10_000 } }
/** Between two looks at what has been taken. */
const STEP = 5
/** One-sided, 3 in 100,000 on a machine whose noise drowns the tolerance: a dozen kinds looked at 25 times find a difference where there is none in less than one run of a hundred. */
const Z_SURE = 4
const Z_NOT = 3

/**
 * Sees whether a kind takes longer or shorter than the control. Each round takes every kind once, in a random order, and compares
 * within the round, so that a slow second of the machine is in all of them. A kind differs when in significantly more than half of the
 * rounds it was further from the control than the tolerance and the control's own median difference from itself (sign test, which no
 * outlier moves); it is alike when that is so in significantly less than half. Rounds go on until either is sure, or too many were taken.
 */
export async function compareTimes(
  { stage, see, note }: Trial,
  { control, kinds, tolerance }: Comparison,
): Promise<void> {
  const bounds = stage.thorough ? BOUNDS.thorough : BOUNDS.brief
  const startedMs = performance.now()
  const all = { control, 'control again': control, ...kinds }
  const taken: Record<string, number>[] = []
  let judged: Judged[] = []
  do {
    for (let round = 0; round < STEP; round += 1) taken.push(await takeRound(all))
    judged = Object.keys(kinds).map((kind) => judge(taken, kind, tolerance))
  } while (!isEnough())

  function isEnough(): boolean {
    if (taken.length < bounds.min) return false
    if (taken.length >= bounds.max || judged.some(({ verdict }) => verdict === 'differs')) return true
    // A busy machine is not waited for, unless a kind looks as if it differed.
    const isLate = performance.now() - startedMs > bounds.ms
    return judged.every(({ verdict, isSuspect }) => verdict === 'alike' || (isLate && !isSuspect))
  }
  for (const { kind, verdict, text } of judged)
    see(`${kind} against the control`, verdict === 'differs' ? text : 'alike', 'alike')
  const medianMs = median(taken.map((round) => round.control ?? 0)).toFixed(1)
  const undecided = judged.flatMap(({ kind, verdict }) => (verdict === null ? [kind] : []))
  note(`${judged.map(({ text }) => text).join(', ')}; control ${medianMs} ms, ${taken.length} rounds`)
  if (undecided.length > 0) note(`too much else was going on to be sure of ${undecided.join(', ')}`)
}

async function takeRound(all: Readonly<Record<string, Timed>>): Promise<Record<string, number>> {
  const order = Object.entries(all)
    .map(([kind, make]) => ({ kind, make, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
  const times: Record<string, number> = {}
  for (const { kind, make } of order) {
    const run = await make()
    const startedMs = performance.now()
    await run()
    times[kind] = performance.now() - startedMs
  }
  return times
}

export interface Judged {
  readonly kind: string
  /** Null: neither is sure yet. */
  readonly verdict: 'differs' | 'alike' | null
  /** More than half of the rounds so far say that it differs. */
  readonly isSuspect: boolean
  readonly text: string
}

/** Judges one kind by the rounds taken so far. */
export function judge(
  taken: readonly Readonly<Record<string, number>>[],
  kind: string,
  tolerance: Comparison['tolerance'],
): Judged {
  const apart = (name: string): number[] => taken.map((round) => (round[name] ?? 0) - (round.control ?? 0))
  const usual = median(taken.map((round) => round.control ?? 0))
  const own = Math.abs(median(apart('control again')))
  const allowedMs = Math.max(tolerance.ms, tolerance.share * usual) + own
  const differences = apart(kind)
  const z = Math.max(
    signs(differences, (one) => one > allowedMs),
    signs(differences, (one) => one < -allowedMs),
  )
  const text = `${kind} ${median(differences) >= 0 ? '+' : ''}${median(differences).toFixed(1)} ms`
  const verdict = z > Z_SURE ? 'differs' : z < -Z_NOT ? 'alike' : null
  return { kind, verdict, isSuspect: z > 0, text }
}

/** How far the share that `isBeyond` is from a half, in standard deviations of a fair coin. */
function signs(differences: readonly number[], isBeyond: (difference: number) => boolean): number {
  const count = differences.length
  return (2 * differences.filter(isBeyond).length - count) / Math.sqrt(count)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}
