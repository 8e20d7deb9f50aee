import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { notifyDone } from '../../shell/notify.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../shell/use-form-submit.ts'
import type { FlagEnvironment } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'

export function NewEnvironment({ environments }: { environments: readonly FlagEnvironment[] }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { title: '', key: '', copiedFrom: environments[0]?.key ?? '', needsApproval: false },
    validate: {
      title: filled('Enter a title'),
      key: (key: string) =>
        /^[a-z][a-z0-9-]{0,62}$/.test(key) ? null : 'Small letters, digits and hyphens, a letter first',
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.flags.createEnvironment({ body }),
    done: async ({ title }) => {
      notifyDone(`${title} is made.`)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: flagsKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Make an environment">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <TextInput label="Title" maxLength={100} {...form.getInputProps('title')} />
        <TextInput
          label="Key"
          description="Programs name it by this; it stays."
          placeholder="preview-7"
          maxLength={63}
          {...form.getInputProps('key')}
        />
        <NativeSelect
          label="Begins as a copy of"
          data={environments.map(({ key, title }) => ({ value: key, label: title }))}
          {...form.getInputProps('copiedFrom')}
        />
        <Checkbox
          label="Changes need somebody else's approval"
          {...form.getInputProps('needsApproval', { type: 'checkbox' })}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Make it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
