import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type SecretGrant } from '../api.ts'
import { StepUp } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { GiveGrant } from './give-grant.tsx'
import { secretsKey } from './queries.ts'
import { useSecretChange } from './use-secret-change.ts'
import { abilityWords, environmentWords, holderWords } from './words.ts'

/** Who may do what with which paths, beside those who may by permission. */
export function GrantsPage(): ReactElement {
  const grants = useQuery({
    queryKey: [...secretsKey, 'grants'],
    queryFn: ({ signal }) => api.secrets.grants({ signal }),
  })
  return (
    <Page
      title="Grants"
      eyebrow={<TextLink to="/secrets">Secrets</TextLink>}
      lead="People with a permission for secrets have it for every path. Everybody else, and every API key, has what is granted here."
      width="reading"
    >
      <StepUp>
        <QueryView query={grants}>
          {({ items }) => (
            <Stack gap="xl">
              <Panel title="Grant">
                <GiveGrant />
              </Panel>
              {items.length === 0 ? (
                <Empty title="Nothing is granted" hint="Only those with a permission for secrets see any." />
              ) : (
                <Rows label="Grants">
                  {items.map((grant) => (
                    <GrantRow key={grant.id} grant={grant} />
                  ))}
                </Rows>
              )}
            </Stack>
          )}
        </QueryView>
      </StepUp>
    </Page>
  )
}

function GrantRow({ grant }: { grant: SecretGrant }): ReactElement {
  const { id, pattern, environment, may, expiresAt } = grant
  const who = holderOf(grant)
  const remove = useSecretChange(() => api.secrets.deleteGrant({ path: { id } }), 'The grant is taken back.')
  const isOver = expiresAt !== null && Date.parse(expiresAt) <= Date.now()
  return (
    <Row
      title={pattern === '*' ? 'Every path' : pattern}
      detail={
        <>
          <div>
            {who}: {may.map((ability) => abilityWords[ability].label.toLowerCase()).join(', ')}
          </div>
          {environment === null ? 'In every environment' : environmentWords[environment]}
          {expiresAt !== null && (
            <>
              , until <When at={expiresAt} />
            </>
          )}
        </>
      }
      aside={
        <>
          {isOver && <StateBadge tone="quiet">Ended</StateBadge>}
          <ConfirmButton
            label={`Take back ${pattern}`}
            question="It ends at once."
            confirm="Take it back"
            pending={remove.isPending}
            onConfirm={() => remove.mutate()}
          />
        </>
      }
    />
  )
}

function holderOf({ holderKind, holder, holderName }: SecretGrant): string {
  const name = holderName ?? (holderKind === 'role' ? holder : 'somebody who is gone')
  return holderKind === 'user' ? name : `${holderWords[holderKind]} ${name}`
}
