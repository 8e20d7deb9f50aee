import { Alert } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'

const WORDS: Readonly<Record<string, string>> = {
  'federation/cancelled': 'You turned back at the provider.',
  'federation/link-required':
    'Nobody here is linked to it, and its address alone lets nobody in. Sign in another way or register, then link it on your account.',
  'federation/provider-unavailable': 'The provider does not answer. Try again, or sign in another way.',
  'federation/registration-closed': 'New accounts are not taken now. Sign in with the account you have.',
  'federation/already-linked': 'This account is linked to somebody else.',
  'identity/account-disabled': 'This account is disabled.',
}

/** Why the way to a provider led back here. */
export function OauthError({ title }: { readonly title: string }): ReactElement | null {
  const { error } = useSearch({ strict: false })
  if (error === undefined) return null
  return (
    <Alert color="red" title={title} role="alert">
      {WORDS[error] ?? 'The provider and this server did not come together. Try again, or sign in another way.'}
    </Alert>
  )
}
