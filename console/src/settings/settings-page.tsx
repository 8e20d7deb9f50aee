import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { Setting } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { settingsQuery } from './queries.ts'
import { SettingForm } from './setting-form.tsx'

/** What operators say without a deployment, a form for each. */
export function SettingsPage(): ReactElement {
  const settings = useQuery(settingsQuery)
  return (
    <Page
      title="Settings"
      lead="What holds at once, without a deployment. Every change is in the audit log."
      width="reading"
      actions={
        <>
          <ButtonLink to="/settings/transfer" variant="default">
            Export and import
          </ButtonLink>
          <ButtonLink to="/settings/configuration" variant="default">
            Configuration
          </ButtonLink>
        </>
      }
    >
      <QueryView query={settings}>
        {({ items }) => (
          <Stack gap="lg">
            {items.map((setting) => (
              <OneSetting key={setting.key} setting={setting} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

/** What is typed stays while the list is read again; a member that was taken back begins the form anew. */
function OneSetting({ setting }: { setting: Setting }): ReactElement {
  const [begun, setBegun] = useState(0)
  return <SettingForm key={begun} setting={setting} onFollowed={() => setBegun((times) => times + 1)} />
}
