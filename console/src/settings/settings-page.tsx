import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
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
    >
      <QueryView query={settings}>
        {({ items }) => (
          <Stack gap="lg">
            {items.map((setting) => (
              <SettingForm key={setting.key} setting={setting} />
            ))}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}
