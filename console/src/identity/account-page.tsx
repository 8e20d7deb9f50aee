import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { useMe } from './me.ts'
import { Sessions } from './sessions.tsx'

export function AccountPage(): ReactElement {
  const me = useMe()
  return (
    <Page title="Your account" lead={me?.user.email} width="reading">
      <Stack gap="xl">
        <Sessions />
        <ChangePassword email={me?.user.email ?? ''} />
      </Stack>
    </Page>
  )
}
