import { Button, Group, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { TextLink } from '../shell/text-link.tsx'

const route = getRouteApi('/check-mail')

/** NOTE: it says the same for a new and a known address, so that nobody learns here who is registered. */
export function CheckMailPage(): ReactElement {
  const { email } = route.useSearch()
  const resend = useMutation({
    mutationFn: (address: string) => api.auth.resendVerification({ body: { email: address } }),
    onSuccess: () => notifyDone('If the address awaits verification, a new mail is on its way.'),
    onError: notifyProblem,
  })
  return (
    <Page title="Check your mail" width="narrow">
      <Panel>
        <Text>
          We have written to {email === undefined ? 'your address' : <strong>{email}</strong>}. Open the link in the
          mail and confirm the address; then sign in.
        </Text>
        <Text size="sm" c="dimmed" mt="md">
          Nothing there after a minute? Look among the unwanted mail. In development every mail is kept in the{' '}
          <a href="/dev/mailbox">mailbox</a>.
        </Text>
        <Group mt="lg">
          {email !== undefined && (
            <Button variant="default" loading={resend.isPending} onClick={() => resend.mutate(email)}>
              Send it again
            </Button>
          )}
          <TextLink to="/login">Sign in</TextLink>
        </Group>
      </Panel>
    </Page>
  )
}
