import { Alert } from '@mantine/core'
import { useSearch } from '@tanstack/react-router'
import type { ReactElement } from 'react'

const WORDS: Readonly<Record<string, string>> = {
  'federation/link-required':
    'There is an account with this address. Sign in to it, then link the provider on your account.',
  'federation/provider-unavailable': 'The provider does not answer. Try again, or sign in another way.',
  'federation/registration-closed': 'New accounts are not taken now. Sign in with the account you have.',
  'federation/already-linked': 'This account is linked to somebody else.',
  'identity/account-disabled': 'This account is disabled.',
}

/** Why a sign-in at a provider led back here. */
export function OauthError(): ReactElement | null {
  const { error } = useSearch({ strict: false })
  if (error === undefined) return null
  return (
    <Alert color="red" title="That did not sign you in" role="alert">
      {WORDS[error] ?? 'The provider and this server did not come together. Try again, or sign in another way.'}
    </Alert>
  )
}
