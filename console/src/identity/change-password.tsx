import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { PasswordField } from './password-field.tsx'
import { newPasswordHint, newPasswordRule } from './rules.ts'
import { useProof } from './step-up.tsx'

export function ChangePassword({ email }: { email: string }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: { currentPassword: filled('Enter your present password'), newPassword: newPasswordRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => prove(() => api.auth.changePassword({ body })),
    done: async () => {
      form.reset()
      notifyDone('Your password is changed. Other sessions were signed out.')
      await queryClient.invalidateQueries({ queryKey: ['sessions'] })
    },
  })
  return (
    <Panel title="Password">
      <form onSubmit={submit} noValidate>
        <Stack align="stretch">
          <ProblemNotice error={problem} />
          {/* Password managers read here whose password it is. */}
          <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            key={form.key('currentPassword')}
            label="Present password"
            autoComplete="current-password"
            {...form.getInputProps('currentPassword')}
          />
          <PasswordField
            key={form.key('newPassword')}
            label="New password"
            description={newPasswordHint}
            autoComplete="new-password"
            {...form.getInputProps('newPassword')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Change the password
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
