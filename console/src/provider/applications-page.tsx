import { Button, Code, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type OidcClient } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { Facts } from '../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { usePages } from '../shell/use-pages.ts'
import { AddApplication } from './add-application.tsx'

/** Applications of the team that sign people in with this server. */
export function ApplicationsPage(): ReactElement {
  const pages = usePages(['oidc-clients'], ({ cursor, signal }) =>
    api.provider.listClients({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page
      title="Connected applications"
      lead={
        <>
          They sign people in with this server by OpenID Connect: code flow with PKCE. Their library finds everything at{' '}
          <Code>/oidc/.well-known/openid-configuration</Code>.
        </>
      }
    >
      <Stack gap="xl">
        <AddApplication />
        <PagedList pages={pages} empty={<Empty title="No application yet" hint="Register one above." />}>
          {(items) => items.map((client) => <ApplicationPanel key={client.id} client={client} />)}
        </PagedList>
      </Stack>
    </Page>
  )
}

function ApplicationPanel({ client }: { client: OidcClient }): ReactElement {
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState<string | null>(null)
  const path = { id: client.id }
  const remove = useMutation({
    mutationFn: () => api.provider.removeClient({ path }),
    onSuccess: async () => {
      notifyDone(`${client.name} can sign nobody in any more.`)
      await queryClient.invalidateQueries({ queryKey: ['oidc-clients'] })
    },
    onError: notifyProblem,
  })
  const renew = useMutation({
    mutationFn: () => api.provider.renewSecret({ path }),
    onSuccess: (answer) => setSecret(answer.secret),
    onError: notifyProblem,
  })
  return (
    <Panel title={client.name}>
      <Stack>
        <Facts
          facts={[
            ['Client id', <Code key="id">{client.id}</Code>],
            ['Redirect addresses', client.redirectUris.join(', ')],
            ['Kind', client.confidential ? 'Has a secret' : 'Public: PKCE alone'],
            ['Consent', client.trusted ? 'Not asked: an application of your own' : 'Asked'],
          ]}
        />
        {secret !== null && <ShownOnce label="Client secret" value={secret} />}
        {client.confidential && (
          <Button
            variant="default"
            loading={renew.isPending}
            onClick={() => renew.mutate()}
            style={{ alignSelf: 'flex-start' }}
          >
            New secret
          </Button>
        )}
        <ConfirmButton
          label={`Remove ${client.name}`}
          question="Everybody is signed out of it."
          confirm="Remove"
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </Stack>
    </Panel>
  )
}
