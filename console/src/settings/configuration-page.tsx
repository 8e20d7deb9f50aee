import { Checkbox, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { Findings } from './findings.tsx'

type Config = Awaited<ReturnType<typeof api.settings.config>>
type Variable = Config['variables'][number]

const sources: Readonly<Record<Variable['source'], string>> = {
  environment: 'Environment',
  file: 'From a file',
  generated: 'Generated',
  default: 'Default',
  unset: 'Not set',
}

/** What the server was started with, and what is to be said of it. */
export function ConfigurationPage(): ReactElement {
  const [showsAll, setShowsAll] = useState(false)
  const config = useQuery({
    queryKey: ['settings', 'config'],
    queryFn: ({ signal }) => api.settings.config({ signal }),
  })
  return (
    <Page
      title="Configuration"
      eyebrow={<TextLink to="/settings">Settings</TextLink>}
      lead="What the server was started with. It is changed where the server runs; of a secret only whether it is set is known here."
      width="reading"
    >
      <QueryView query={config}>
        {(read) => (
          <Stack gap="lg">
            <Facts
              facts={[
                ['Environment', read.environment],
                ['Version', read.version],
                ['Environment file', read.settingsFile ?? 'None'],
              ]}
            />
            <Panel title="Findings">
              <Findings label="Findings" findings={read.findings} />
            </Panel>
            <Checkbox
              label="Show variables that are not set, too"
              checked={showsAll}
              onChange={(event) => setShowsAll(event.currentTarget.checked)}
            />
            {byGroup(read.variables, showsAll).map(([group, variables]) => (
              <Panel key={group} title={group}>
                <Variables group={group} variables={variables} />
              </Panel>
            ))}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function byGroup(variables: readonly Variable[], showsAll: boolean): [string, readonly Variable[]][] {
  const shown = variables.filter(({ isSet, severity }) => showsAll || isSet || severity !== null)
  return [...Map.groupBy(shown, ({ group }) => group)]
}

function Variables({ group, variables }: { group: string; variables: readonly Variable[] }): ReactElement {
  return (
    <Rows label={`Variables: ${group}`}>
      {variables.map(({ name, description, source, value, isSet }) => (
        <Row
          key={name}
          title={value === null ? name : `${name}=${value}`}
          detail={description}
          aside={<StateBadge tone={isSet ? 'positive' : 'quiet'}>{sources[source]}</StateBadge>}
        />
      ))}
    </Rows>
  )
}
