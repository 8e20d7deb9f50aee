import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Consent } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import { scopeWords } from './scope-words.ts'

/** Applications the person signs in to with this account. */
export function ConnectedApplications(): ReactElement {
  const consents = useQuery({ queryKey: ['consents'], queryFn: ({ signal }) => api.provider.listConsents({ signal }) })
  return (
    <Panel title="Applications you sign in to with this account">
      <QueryView query={consents} rows={1}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title="None so far" hint="An application that asks who you are appears here." />
          ) : (
            <Rows label="Applications">
              {items.map((consent) => (
                <ConsentRow key={consent.client.id} consent={consent} />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Panel>
  )
}

function ConsentRow({ consent: { client, scopes, grantedAt } }: { consent: Consent }): ReactElement {
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => api.provider.withdrawConsent({ path: { id: client.id } }),
    onSuccess: async () => {
      notifyDone(`${client.name} is signed out and knows nothing new of you.`)
      await queryClient.invalidateQueries({ queryKey: ['consents'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={client.name}
      detail={
        <>
          Knows {scopes.map(scopeWords).join('; ')}. Since <When at={grantedAt} />
        </>
      }
      aside={
        <ConfirmButton
          label={`Disconnect ${client.name}`}
          question="It has to ask again."
          confirm="Disconnect"
          pending={withdraw.isPending}
          onConfirm={() => withdraw.mutate()}
        />
      }
    />
  )
}
