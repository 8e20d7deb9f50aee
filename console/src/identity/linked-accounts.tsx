import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Identity } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import { OauthError } from './oauth-error.tsx'
import { providersQuery } from './providers-query.ts'
import { useProof } from './step-up.tsx'

/** Accounts at providers that are ways in; nothing where no provider is set up. */
export function LinkedAccounts(): ReactElement | null {
  const providers = useQuery(providersQuery)
  const identities = useQuery({
    queryKey: ['identities'],
    queryFn: ({ signal }) => api.auth.listIdentities({ query: {}, signal }),
  })
  if (providers.data?.items.length === 0) return null
  return (
    <Panel title="Linked accounts">
      <OauthError title="It was not linked" />
      <QueryView query={identities} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="None" hint="Link one to sign in with it." />
          ) : (
            <Rows label="Linked accounts">
              {items.map((identity) => (
                <IdentityRow key={identity.id} identity={identity} />
              ))}
            </Rows>
          )
        }
      </QueryView>
      <Group mt="lg">
        {providers.data?.items.map(({ id, title }) => (
          <LinkButton key={id} provider={id} title={title} />
        ))}
      </Group>
    </Panel>
  )
}

function LinkButton({ provider, title }: { provider: string; title: string }): ReactElement {
  const prove = useProof()
  const link = useMutation({
    mutationFn: () =>
      prove(() => api.auth.linkIdentity({ path: { provider }, body: { returnTo: window.location.pathname } })),
    onSuccess: ({ url }) => window.location.assign(url),
    onError: notifyProblem,
  })
  return (
    <Button variant="default" loading={link.isPending || link.isSuccess} onClick={() => link.mutate()}>
      Link {title}
    </Button>
  )
}

function IdentityRow({ identity: { id, title, email, linkedAt } }: { identity: Identity }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const unlink = useMutation({
    mutationFn: () => prove(() => api.auth.unlinkIdentity({ path: { id } })),
    onSuccess: async () => {
      notifyDone(`${title} is a way in no longer.`)
      await queryClient.invalidateQueries({ queryKey: ['identities'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={title}
      detail={
        <>
          {email ?? 'No address told'}, linked <When at={linkedAt} />
        </>
      }
      aside={
        <ConfirmButton
          label={`Unlink ${title}`}
          question="You cannot sign in with it any more."
          confirm="Unlink"
          pending={unlink.isPending}
          onConfirm={() => unlink.mutate()}
        />
      }
    />
  )
}
