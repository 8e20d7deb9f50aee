import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type LeaseTemplate } from '../api.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { templatesQuery } from './queries.ts'
import { TemplateForm } from './template-form.tsx'
import { TryTemplate } from './try-template.tsx'
import { useSecretChange } from './use-secret-change.ts'

const route = getRouteApi('/secret-lessees/secrets/leases/templates/$id')

export function NewTemplatePage(): ReactElement {
  return (
    <Page
      title="New template"
      eyebrow={<TextLink to="/secrets/leases">Leased accounts</TextLink>}
      lead="What accounts may do, for how long, and with which secret they are made."
      width="reading"
    >
      <StepUp>
        <TemplateForm />
      </StepUp>
    </Page>
  )
}

/** One template: changed, tried out, its accounts ended, removed. */
export function TemplatePage(): ReactElement {
  const { id } = route.useParams()
  const templates = useQuery(templatesQuery)
  const template = templates.data?.items.find((one) => one.id === id)
  return (
    <Page
      title={template?.path ?? 'Template'}
      eyebrow={<TextLink to="/secrets/leases">Leased accounts</TextLink>}
      width="reading"
    >
      <QueryView query={templates}>
        {() =>
          template === undefined ? (
            <Empty title="There is no such template" hint="Somebody may have removed it." />
          ) : (
            <Template key={template.id} template={template} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Template({ template }: { template: LeaseTemplate }): ReactElement {
  const [begun, setBegun] = useState(template)
  return (
    <StepUp>
      <Stack gap="xl">
        {template.mayLease && (
          <Panel title="Try it">
            <TryTemplate template={template} />
          </Panel>
        )}
        <TemplateForm key={begun.version} template={begun} onAnew={setBegun} />
        <Panel title="End">
          <EndTemplate template={template} />
        </Panel>
      </Stack>
    </StepUp>
  )
}

function EndTemplate({ template: { id, path, live } }: { template: LeaseTemplate }): ReactElement {
  const prove = useProof()
  const navigate = useNavigate()
  const revoke = useSecretChange(
    () => api.secrets.revokeLeases({ body: { pattern: path } }),
    'The accounts are being removed.',
  )
  const remove = useSecretChange(async () => {
    await prove(() => api.secrets.deleteLeaseTemplate({ path: { id } }))
    await navigate({ to: '/secrets/leases' })
  }, 'The template is removed.')
  if (live > 0)
    return (
      <Stack gap="sm">
        <p>
          {live === 1 ? 'One account has' : `${live} accounts have`} not ended. A template is removed once there is
          none.
        </p>
        <ConfirmButton
          label="Revoke all accounts"
          question="Their connections are closed, and the accounts are removed."
          confirm="Revoke them all"
          pending={revoke.isPending}
          onConfirm={() => revoke.mutate()}
        />
      </Stack>
    )
  return (
    <ConfirmButton
      label="Remove the template"
      question="Nobody can be given an account by it any more."
      confirm="Remove it"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
