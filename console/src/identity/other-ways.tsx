import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type SignInAnswer } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { answerPasskey, passkeysSupported } from './passkey.ts'
import { providersQuery } from './providers-query.ts'
import { useReturnTo } from './use-signed-in.ts'

/** Ways in beside the password. */
export function OtherWays({ answered }: { answered: (answer: SignInAnswer) => unknown }): ReactElement {
  const search = useReturnTo()
  const providers = useQuery(providersQuery)
  const passkey = useMutation({
    mutationFn: async () => {
      const { challenge, options } = await api.auth.passkeySignInOptions({})
      const credential = await answerPasskey(options)
      return api.auth.passkeyLogin({ body: { challenge, credential: credential as never } })
    },
    onSuccess: answered,
  })
  const wanted = search.returnTo === undefined ? '' : `?${new URLSearchParams({ ...search })}`
  return (
    <Stack gap="sm">
      <ProblemNotice error={passkey.error} />
      {passkeysSupported && (
        <Button variant="default" onClick={() => passkey.mutate()} loading={passkey.isPending}>
          Sign in with a passkey
        </Button>
      )}
      {providers.data?.items.map(({ id, title, startUrl }) => (
        <Button key={id} variant="default" component="a" href={`${startUrl}${wanted}`}>
          Sign in with {title}
        </Button>
      ))}
      <ButtonLink to="/sign-in-by-mail" search={search} variant="default">
        Sign in by mail
      </ButtonLink>
    </Stack>
  )
}
