import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { FlagType } from '@plinth/sdk/flags'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { typeLabels } from './filter.ts'
import { FlagFields } from './flag-fields.tsx'
import { type FlagValues, flagInput, flagRules, newFlagValues, variantsOf } from './flag-values.ts'
import { flagsKey } from './queries.ts'

type Wanted = Parameters<typeof api.flags.create>[0]['body']

export function NewFlagPage(): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm<FlagValues>({ mode: 'controlled', initialValues: newFlagValues, validate: flagRules })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => {
      const { key, type, reason } = values
      return api.flags.create({ body: { key, type, reason, ...flagInput(values) } as Wanted })
    },
    done: async (made, values) => {
      form.resetDirty(values)
      notifyDone('The flag is made. It is off everywhere.')
      await queryClient.invalidateQueries({ queryKey: [...flagsKey, 'list'] })
      await navigate({ to: '/flags/$key', params: { key: made.key } })
    },
  })
  const { type } = form.values
  return (
    <Page
      title="New flag"
      eyebrow={<TextLink to="/flags">Feature flags</TextLink>}
      lead="It begins switched off in every environment."
      width="reading"
    >
      <form onSubmit={submit} noValidate aria-label="New flag">
        <UnsavedGuard isDirty={() => form.isDirty()} />
        <Panel>
          <Stack gap="md">
            <ProblemNotice error={problem} />
            <TextInput
              label="Key"
              description="What programs ask for. It stays."
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              maxLength={120}
              spellCheck={false}
              autoCapitalize="off"
              {...form.getInputProps('key')}
            />
            <NativeSelect
              label="Type"
              data={Object.entries(typeLabels).map(([value, label]) => ({ value, label }))}
              value={type}
              onChange={(event) => {
                const next = event.currentTarget.value as FlagType
                form.setValues({ type: next, variants: variantsOf(next) })
              }}
            />
            <FlagFields key={type} form={form} owner={null} />
            <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
              Make the flag
            </Button>
          </Stack>
        </Panel>
      </form>
    </Page>
  )
}
