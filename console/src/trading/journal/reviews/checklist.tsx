import { Button, Group, Radio, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { tradingKey } from '../../queries.ts'
import type { Verdict } from '../types.ts'

interface ChecklistProps {
  readonly playbookId: string
  readonly tradeId: string
  readonly items: readonly { readonly id: string; readonly text: string; readonly result: Verdict }[]
}

const answers: Readonly<Record<Verdict, { readonly label: string; readonly sent: boolean | null }>> = {
  pass: { label: 'Yes', sent: true },
  fail: { label: 'No', sent: false },
  unknown: { label: 'Not said', sent: null },
}

/** Items that no figure can answer. */
export function Checklist({ playbookId, tradeId, items }: ChecklistProps): ReactElement | null {
  const queryClient = useQueryClient()
  const [said, setSaid] = useState<Readonly<Record<string, Verdict>>>({})
  const save = useMutation({
    mutationFn: () => {
      const results = Object.fromEntries(Object.entries(said).map(([id, answer]) => [id, answers[answer].sent]))
      return api.trading.saveChecklist({ path: { id: playbookId, tradeId }, body: { results } })
    },
    onSuccess: async () => {
      notifyDone('The checklist is saved.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  if (items.length === 0) return null
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!save.isPending) save.mutate()
  }
  return (
    <form onSubmit={submit} noValidate aria-label="Checklist">
      <Stack gap="md">
        <ProblemNotice error={save.error} />
        {items.map(({ id, text, result }) => (
          <Radio.Group
            key={id}
            label={text}
            value={said[id] ?? result}
            onChange={(chosen) => setSaid({ ...said, [id]: chosen as Verdict })}
          >
            <Group mt="xs">
              {Object.entries(answers).map(([value, { label }]) => (
                <Radio key={value} value={value} label={label} />
              ))}
            </Group>
          </Radio.Group>
        ))}
        <Button type="submit" loading={save.isPending} style={{ alignSelf: 'flex-start' }}>
          Save the checklist
        </Button>
      </Stack>
    </form>
  )
}
