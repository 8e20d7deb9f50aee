import { Button, Group, List, Stack } from '@mantine/core'
import '@mantine/core/styles/List.layer.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import { api, type Interaction } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { scopeWords } from './scope-words.ts'

const route = getRouteApi('/authorize/authorize/$uid')

/** Another application wants to know who this is: the person decides, here and nowhere else. */
export function AuthorizePage(): ReactElement {
  const { uid } = route.useParams()
  const asked = useQuery({
    queryKey: ['interaction', uid],
    queryFn: ({ signal }) => api.provider.interaction({ path: { uid }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (asked.error !== null) {
    return (
      <Page title="This request cannot be answered" width="narrow">
        <ProblemNotice error={asked.error} />
      </Page>
    )
  }
  if (asked.data === undefined) {
    return (
      <Page title="Loading" width="narrow">
        <LoadingRows count={3} />
      </Page>
    )
  }
  return (
    <StepUp>
      <Decision uid={uid} asked={asked.data} />
    </StepUp>
  )
}

function Decision({ uid, asked }: { uid: string; asked: Interaction }): ReactElement {
  const me = useMe()
  const prove = useProof()
  const { client, scopes, settled } = asked
  const leave = ({ redirectTo }: { redirectTo: string }): void => window.location.assign(redirectTo)
  const approve = useMutation({
    mutationFn: () => prove(() => api.provider.approve({ path: { uid } })),
    onSuccess: leave,
  })
  const deny = useMutation({ mutationFn: () => api.provider.deny({ path: { uid } }), onSuccess: leave })
  const { mutate: goOn } = approve
  useEffect(() => {
    if (settled) goOn()
  }, [settled, goOn])
  return (
    <Page
      title={`Sign in to ${client.name}`}
      lead={`You go on to ${client.host} as ${me?.user.name ?? ''} (${me?.user.email ?? ''}).`}
      width="narrow"
    >
      <Panel>
        <Stack gap="lg">
          <ProblemNotice error={approve.error ?? deny.error} />
          {!settled && (
            <>
              <p>{client.name} will know:</p>
              <List>
                {scopes.map((scope) => (
                  <List.Item key={scope}>{scopeWords(scope)}</List.Item>
                ))}
              </List>
            </>
          )}
          <Group>
            <Button onClick={() => approve.mutate()} loading={approve.isPending || approve.isSuccess}>
              Continue
            </Button>
            <Button variant="default" onClick={() => deny.mutate()} loading={deny.isPending || deny.isSuccess}>
              Refuse
            </Button>
          </Group>
        </Stack>
      </Panel>
    </Page>
  )
}
