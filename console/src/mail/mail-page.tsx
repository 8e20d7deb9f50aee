import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { StoppedAddresses } from './stopped-addresses.tsx'
import { UncertainMail } from './uncertain-mail.tsx'
import { purposes } from './words.ts'

/** Whom no mail is sent to, what may not have arrived, and what mail looks like. */
export function MailPage(): ReactElement {
  const templates = useQuery({
    queryKey: ['mail', 'templates'],
    queryFn: ({ signal }) => api.mail.listTemplates({ signal }),
  })
  return (
    <Page
      title="Mail"
      lead="Addresses that mail was stopped for, mail that may not have arrived, and every mail there is with sample data."
      width="reading"
    >
      <Stack gap="xl">
        <Panel title="Stopped addresses">
          <StoppedAddresses />
        </Panel>
        <Panel title="In doubt">
          <UncertainMail />
        </Panel>
        <Panel title="Templates">
          <QueryView query={templates}>
            {({ items }) => (
              <Rows label="Templates">
                {items.map(({ name, subject, purpose }) => (
                  <Row
                    key={name}
                    title={
                      <TextLink to="/mail/templates/$name" params={{ name }}>
                        {subject}
                      </TextLink>
                    }
                    detail={name}
                    aside={<StateBadge tone={purposes[purpose].tone}>{purposes[purpose].label}</StateBadge>}
                  />
                ))}
              </Rows>
            )}
          </QueryView>
        </Panel>
      </Stack>
    </Page>
  )
}
