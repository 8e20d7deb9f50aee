import { Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { GatedButton } from '../../shell/gated-button.tsx'
import type { ImportReport } from '../more-queries.ts'
import type { FlagFile } from './formats.ts'

interface ImportStepsProps {
  readonly file: FlagFile | undefined
  readonly report: ImportReport | undefined
  /** Whether what is sound comes in although something is at fault. */
  readonly skipsFaulty: boolean
  readonly pending: boolean
  readonly send: (dryRun: boolean) => void
}

/** First the trial, then the same for good. */
export function ImportSteps({ file, report, skipsFaulty, pending, send }: ImportStepsProps): ReactElement {
  if (report?.isApplied === true) return <p role="status">It is taken in. This is what became of it:</p>
  return (
    <Group align="flex-start">
      {file === undefined ? (
        <GatedButton disabledReason="Choose a file or paste one first." onClick={() => undefined}>
          Try it
        </GatedButton>
      ) : (
        <Button variant={report === undefined ? 'filled' : 'default'} loading={pending} onClick={() => send(true)}>
          Try it
        </Button>
      )}
      {report !== undefined && (
        <GatedButton disabledReason={reasonAgainst(report, skipsFaulty)} loading={pending} onClick={() => send(false)}>
          Take it in
        </GatedButton>
      )}
    </Group>
  )
}

function reasonAgainst({ faults, items }: ImportReport, skipsFaulty: boolean): string | undefined {
  const isFaulty = faults.length > 0 || items.some(({ outcome }) => outcome === 'fault')
  if (isFaulty && !skipsFaulty) return 'Something is at fault: mend the file, or take in what is sound.'
  const comes = items.some(({ outcome }) => outcome === 'created' || outcome === 'changed')
  return comes ? undefined : 'Nothing of it would come in.'
}
