import type { ReactElement } from 'react'
import { api, type Challenge } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { SecondFactor } from './second-factor.tsx'
import { useSignedIn } from './use-signed-in.ts'

/** The second step of a sign-in. */
export function ChallengePage({ challenge: { challenge, methods } }: { challenge: Challenge }): ReactElement {
  const { done } = useSignedIn()
  return (
    <Page title="One more step" lead="Prove that it is you by a second factor." width="narrow">
      <Panel>
        <SecondFactor
          methods={methods}
          verify={(answer) => api.auth.mfaVerify({ body: { challenge, ...answer } })}
          send={(method) => api.auth.mfaSend({ body: { challenge, method } })}
          passkeyRequest={() => api.auth.mfaPasskeyOptions({ body: { challenge } })}
          done={done}
          mayTrust
        />
      </Panel>
      <TextLink to="/login">Start again</TextLink>
    </Page>
  )
}
