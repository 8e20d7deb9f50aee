import { Button } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { useLinkToken } from './link-token.ts'
import { PasswordField } from './password-field.tsx'
import { newPasswordHint, newPasswordRule } from './rules.ts'

export function ResetPage(): ReactElement {
  const token = useLinkToken()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: newPasswordRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ password }) => api.auth.resetPassword({ body: { token, password } }),
    done: async () => {
      notifyDone('Your password is changed. Every session was signed out.')
      await queryClient.invalidateQueries({ queryKey: ['me'] })
      await navigate({ to: '/login' })
    },
  })
  return (
    <AuthPage title="Set a new password" problem={problem} onSubmit={submit}>
      <PasswordField
        key={form.key('password')}
        label="New password"
        description={newPasswordHint}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={pending}>
        Set the password
      </Button>
    </AuthPage>
  )
}
