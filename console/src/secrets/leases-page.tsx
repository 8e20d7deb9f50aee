import { Checkbox, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { LeaseTemplate } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { StepUp } from '../identity/step-up.tsx'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { IssueLease } from './issue-lease.tsx'
import { LeaseList } from './lease-list.tsx'
import { templatesQuery } from './queries.ts'
import { duration, leaseKinds } from './words.ts'

const route = getRouteApi('/secret-lessees/secrets/leases')

/** Accounts of databases that live for a while: who has one, how to be given one, and what they are made by. */
export function LeasesPage(): ReactElement {
  const me = useMe()
  const { ended } = route.useSearch()
  const navigate = route.useNavigate()
  const templates = useQuery(templatesQuery)
  const mayManage = may(me, 'secrets:manage')
  return (
    <Page
      title="Leased accounts"
      {...(may(me, 'secrets:read') ? { eyebrow: <TextLink to="/secrets">Secrets</TextLink> } : {})}
      lead="An account of a database for one person or program, which ends by itself."
      width="reading"
      actions={mayManage && <ButtonLink to="/secrets/leases/templates/new">New template</ButtonLink>}
    >
      <StepUp>
        <Stack gap="xl">
          <QueryView query={templates}>
            {({ items }) => <Templates templates={items} mayManage={mayManage} />}
          </QueryView>
          <Panel
            title="Accounts"
            aside={
              <Checkbox
                label="Show those that have ended"
                checked={ended === 'shown'}
                onChange={({ currentTarget: { checked } }) =>
                  void navigate({ search: checked ? { ended: 'shown' } : {}, replace: true })
                }
              />
            }
          >
            <LeaseList live={ended === undefined} />
          </Panel>
        </Stack>
      </StepUp>
    </Page>
  )
}

interface TemplatesProps {
  readonly templates: readonly LeaseTemplate[]
  readonly mayManage: boolean
}

function Templates({ templates, mayManage }: TemplatesProps): ReactElement {
  const open = templates.filter(({ mayLease }) => mayLease)
  return (
    <>
      {open.length > 0 && (
        <Panel title="Have an account made">
          <IssueLease templates={open} />
        </Panel>
      )}
      <Panel title="Templates">
        {templates.length === 0 ? (
          <Empty
            title="No template yet"
            hint="A template says what an account may do, for how long, and with which secret it is made."
          />
        ) : (
          <Rows label="Templates">
            {templates.map((template) => (
              <TemplateRow key={template.id} template={template} mayManage={mayManage} />
            ))}
          </Rows>
        )}
      </Panel>
    </>
  )
}

function TemplateRow({ template, mayManage }: { template: LeaseTemplate; mayManage: boolean }): ReactElement {
  const { id, path, description, kind, ttlSeconds, maxTtlSeconds, live } = template
  return (
    <Row
      title={
        mayManage ? (
          <TextLink to="/secrets/leases/templates/$id" params={{ id }}>
            {path}
          </TextLink>
        ) : (
          path
        )
      }
      detail={
        <>
          {description !== '' && <div>{description}</div>}
          {leaseKinds[kind]}, for {duration(ttlSeconds)}, {duration(maxTtlSeconds)} at most
        </>
      }
      aside={live === 1 ? '1 account' : `${live} accounts`}
    />
  )
}
