import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { may, useMe } from '../identity/me.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { ALL_PROJECTS, VIEW_ALL, type Visibility } from './types.ts'
import { visibilityChoices } from './words.ts'

interface Words {
  body: string
  visibility: Visibility
}

interface WriteFormProps {
  readonly label: string
  readonly send: string
  readonly queryKey: QueryKey
  readonly onSend: (words: Words) => Promise<unknown>
}

/** Words for the client or among the staff; who of them reads it is chosen before it is sent. */
export function WriteForm({ label, send, queryKey, onSend }: WriteFormProps): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<Words>({
    mode: 'controlled',
    initialValues: { body: '', visibility: 'customer' },
    validate: { body: filled('Write something') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: onSend,
    done: async () => {
      form.reset()
      await queryClient.invalidateQueries({ queryKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label={label}>
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <Textarea label={label} rows={3} maxLength={8000} {...form.getInputProps('body')} />
        <NativeSelect label="Who reads it" data={[...useReaders()]} {...form.getInputProps('visibility')} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {send}
        </Button>
      </Stack>
    </form>
  )
}

/** What only those read who see all, others could not read again themselves. */
export function useReaders() {
  const me = useMe()
  const seesAll = may(me, VIEW_ALL) || may(me, ALL_PROJECTS)
  return visibilityChoices.filter(({ value }) => seesAll || value !== 'internal')
}
