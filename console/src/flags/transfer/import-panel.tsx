import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useStep } from '../../shell/use-step.ts'
import { EnvironmentSelect } from '../environment-select.tsx'
import type { ImportReport } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'
import { FileChoice } from './file-choice.tsx'
import { type FlagFile, type Format, formatOf, formats } from './formats.ts'
import { ImportSteps } from './import-steps.tsx'
import { Report } from './report.tsx'

interface Options {
  readonly format: Format
  readonly environment: string
  readonly overwrite: boolean
  readonly skipFaulty: boolean
}

const begun: Options = { format: 'plinth', environment: 'development', overwrite: false, skipFaulty: false }

/** A file is tried first: nothing is written before its report was seen. */
export function ImportPanel(): ReactElement {
  const [file, setFile] = useState<FlagFile>()
  const [options, setOptions] = useState(begun)
  const [reason, setReason] = useState('')
  const [report, setReport] = useState<ImportReport>()
  const step = useStep<ImportReport>({ of: flagsKey, onDone: setReport })
  const choose = (chosen: FlagFile | undefined): void => {
    setFile(chosen)
    setReport(undefined)
    setOptions({ ...options, format: formatOf(chosen) ?? options.format })
  }
  const say = (more: Partial<Options>): void => {
    setOptions({ ...options, ...more })
    setReport(undefined)
  }
  const send = (dryRun: boolean): void => {
    if (file === undefined) return
    step.run(dryRun ? 'It was tried; nothing was written.' : 'The flags are taken in.', () =>
      api.flags.import({ body: { ...options, file, dryRun, reason: reason.trim() } }),
    )
  }
  return (
    <Panel title="Import">
      <Stack gap="md">
        <FileChoice onChoose={choose} />
        <Where options={options} say={say} />
        <TextInput
          label="Why"
          description="For the history of each flag."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={step.problem} />
        <ImportSteps file={file} report={report} skipsFaulty={options.skipFaulty} pending={step.pending} send={send} />
        {report !== undefined && <Report report={report} />}
      </Stack>
    </Panel>
  )
}

interface WhereProps {
  readonly options: Options
  readonly say: (more: Partial<Options>) => void
}

function Where({ options, say }: WhereProps): ReactElement {
  return (
    <>
      <NativeSelect
        label="Written by"
        value={options.format}
        data={Object.entries(formats).map(([value, label]) => ({ value, label }))}
        onChange={(event) => {
          const { value } = event.currentTarget
          if (isFormat(value)) say({ format: value })
        }}
      />
      {options.format !== 'plinth' && (
        <EnvironmentSelect
          label="Holds in"
          value={options.environment}
          onChange={(environment) => say({ environment })}
        />
      )}
      <Checkbox
        label="Replace what is here and differs"
        description="Otherwise it is a conflict, and stays as it is here."
        checked={options.overwrite}
        onChange={(event) => say({ overwrite: event.currentTarget.checked })}
      />
      <Checkbox
        label="Take in what is sound although something else is not"
        description="Otherwise one fault keeps everything out."
        checked={options.skipFaulty}
        onChange={(event) => say({ skipFaulty: event.currentTarget.checked })}
      />
    </>
  )
}

function isFormat(value: string): value is Format {
  return value in formats
}
