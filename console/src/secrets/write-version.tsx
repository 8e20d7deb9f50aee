import { Button, Checkbox, Group, NativeSelect, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { secretsKey } from './queries.ts'
import { useUnkept } from './use-unkept.ts'
import { ValueFields } from './value-fields.tsx'
import { emptyValue, type ValueInput, valueBody, valueFaults } from './value-input.ts'
import { overlapChoices } from './words.ts'

type NewVersion = ValueInput & { readonly isPending: boolean; readonly overlapSeconds: string }

/** Writes a version on what was shown when the form was opened. */
export function WriteVersion({ secret, onDone }: { secret: SecretDetail; onDone: () => void }): ReactElement {
  const { id, format } = secret
  const queryClient = useQueryClient()
  const [expected] = useState(secret.latest)
  const form = useForm<NewVersion>({
    initialValues: { ...emptyValue(format === 'json' ? 'fields' : 'typed'), isPending: false, overlapSeconds: '0' },
    validate: valueFaults,
  })
  const { submit, pending, problem } = useUnkept({
    form,
    send: (values) =>
      api.secrets.writeVersion({
        path: { id },
        body: {
          ...{ ...valueBody(values), expected, stage: values.isPending ? 'pending' : 'current' },
          ...(values.isPending ? {} : { overlapSeconds: Number(values.overlapSeconds) }),
        },
      }),
    done: async ({ latest }) => {
      notifyDone(`Version ${latest} is written.`)
      onDone()
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
  })
  const { isPending } = form.values
  return (
    <form onSubmit={submit} noValidate aria-label="New version" autoComplete="off">
      <Stack>
        <ProblemNotice error={problem} />
        <ValueFields form={form} modes={format === 'json' ? ['fields', 'typed'] : ['typed', 'generated']} />
        <Checkbox
          label="Keep it pending"
          description="It is not given out before somebody makes it current."
          {...form.getInputProps('isPending', { type: 'checkbox' })}
        />
        {!isPending && secret.current !== null && (
          <NativeSelect
            label={`Version ${secret.current}, the current one`}
            description="As long it is still counted as good"
            data={overlapChoices}
            {...form.getInputProps('overlapSeconds')}
          />
        )}
        <Group>
          <Button type="submit" loading={pending}>
            Write version {expected + 1}
          </Button>
          <Button variant="default" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
