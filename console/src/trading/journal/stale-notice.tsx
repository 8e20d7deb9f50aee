import type { ReactElement, ReactNode } from 'react'
import { ProblemError } from '../../api.ts'
import { ConflictNotice, type ConflictWords } from '../../forms/conflict-notice.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'

interface StaleNoticeProps<Said> {
  /** Of what was changed: its key, and how it is read anew. */
  readonly name: readonly unknown[]
  readonly read: (signal: AbortSignal) => Promise<Said>
  readonly onKeepMine: (theirs: Said) => void
  readonly onTakeTheirs: (theirs: Said) => void
  /** What the other window has written, and further ways out. */
  readonly children?: (theirs: Said) => ReactNode
  readonly more?: (theirs: Said) => ReactNode
}

interface SaveProblemProps<Said> extends StaleNoticeProps<Said> {
  readonly problem: Error | null
}

/** Why something could not be saved; what was written in two windows is asked about. */
export function SaveProblem<Said>({ problem, ...stale }: SaveProblemProps<Said>): ReactElement {
  const isStale = problem instanceof ProblemError && problem.code === 'trading/journal-stale'
  return isStale ? <StaleNotice {...stale} /> : <ProblemNotice error={problem} />
}

const inAnotherWindow: ConflictWords = {
  title: 'You have saved this in another window in the meantime',
  lead: 'What stands here is kept, and nothing of the other was overwritten. Which one counts?',
  ...{ keep: 'Save what stands here', take: 'Drop it and go on with the other' },
}

/** The same was written in two windows: asks which one counts, before anything is lost. */
function StaleNotice<Said>({ name, children, ...rest }: StaleNoticeProps<Said>): ReactElement {
  return (
    <ConflictNotice {...rest} place={[...name, 'stale']} words={inAnotherWindow}>
      {(said) => children?.(said)}
    </ConflictNotice>
  )
}
