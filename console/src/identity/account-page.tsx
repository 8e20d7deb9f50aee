import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { ConnectedApplications } from '../provider/connected-applications.tsx'
import { Page } from '../shell/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { Due } from './due.tsx'
import { Factors } from './factors.tsx'
import { KnownDevices } from './known-devices.tsx'
import { LinkedAccounts } from './linked-accounts.tsx'
import { MailToMe } from './mail-to-me.tsx'
import { useMe } from './me.ts'
import { OwnData } from './own-data.tsx'
import { PersonalData } from './personal-data.tsx'
import { SecurityEvents } from './security-events.tsx'
import { Sessions } from './sessions.tsx'
import { StepUp } from './step-up.tsx'
import { TrustedDevices } from './trusted-devices.tsx'

/** While a second factor is due the server answers nothing else; what shows its backup codes stays when it is due no longer. */
export function AccountPage(): ReactElement {
  const me = useMe()
  const due = me?.session.due ?? null
  return (
    <Page title="Your account" lead={me?.user.email} width="reading">
      <StepUp>
        <Stack gap="xl">
          {due === null ? <OwnData /> : <Due due={due} />}
          <Factors />
          {due === null && <Everything email={me?.user.email ?? ''} />}
        </Stack>
      </StepUp>
    </Page>
  )
}

function Everything({ email }: { email: string }): ReactElement {
  return (
    <>
      <ChangePassword email={email} />
      <Sessions />
      <LinkedAccounts />
      <TrustedDevices />
      <KnownDevices />
      <ConnectedApplications />
      <MailToMe />
      <SecurityEvents />
      <PersonalData />
    </>
  )
}
