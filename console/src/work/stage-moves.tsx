import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useStep } from '../shell/use-step.ts'
import { requestsKey } from './queries.ts'
import type { ServiceRequest } from './types.ts'
import { stageWords } from './words.ts'

/** To a next stage, with words for the client; only stages that this one leads to are offered. */
export function StageMoves({ request }: { request: ServiceRequest }): ReactElement {
  const [wanted, setWanted] = useState<string>()
  const to = request.nextStages.find((stage) => stage === wanted) ?? request.nextStages[0]
  const [note, setNote] = useState('')
  const step = useStep<ServiceRequest>({ of: requestsKey, onDone: () => setNote('') })
  if (to === undefined) return <p>It is over: nothing comes after this stage.</p>
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const words = note.trim() === '' ? {} : { note: note.trim() }
    const body = { expected: request.stage, to, ...words }
    step.run(`It is now in ${stageWords[to].label}.`, () =>
      api.agency.changeRequestStage({ path: { id: request.id }, body }),
    )
  }
  return (
    <form onSubmit={submit} noValidate aria-label="Stage">
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        <NativeSelect
          label="Move to"
          value={to}
          data={request.nextStages.map((stage) => ({ value: stage, label: stageWords[stage].label }))}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        <Textarea
          label="Note (optional)"
          description="The client reads it with the news."
          rows={2}
          maxLength={8000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={step.pending} style={{ alignSelf: 'flex-start' }}>
          Move it
        </Button>
      </Stack>
    </form>
  )
}
