import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { meQuery } from './me.ts'
import { PasswordField } from './password-field.tsx'
import { emailRule } from './rules.ts'

const route = getRouteApi('/login')

export function LoginPage(): ReactElement {
  const { returnTo } = route.useSearch()
  const queryClient = useQueryClient()
  const router = useRouter()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: emailRule, password: filled('Enter your password') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.auth.login({ body }),
    done: async () => {
      await queryClient.invalidateQueries()
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      router.history.push(returnTo ?? '/')
    },
  })
  return (
    <AuthPage
      title="Sign in"
      problem={problem}
      onSubmit={submit}
      below={
        <>
          <TextLink to="/forgot-password">Forgot your password?</TextLink>
          <span>
            New here? <TextLink to="/register">Register</TextLink>
          </span>
        </>
      }
    >
      <TextInput
        key={form.key('email')}
        label="E-mail"
        type="email"
        autoComplete="username"
        {...form.getInputProps('email')}
      />
      <PasswordField
        key={form.key('password')}
        label="Password"
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={pending}>
        Sign in
      </Button>
    </AuthPage>
  )
}
