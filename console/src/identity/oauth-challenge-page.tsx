import { useLocation } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ChallengePage } from './challenge-page.tsx'
import type { FactorMethod } from './second-factor.tsx'

/** The second step after a sign-in at a provider, which ends in a redirect: the challenge stands in the fragment. */
export function OauthChallengePage(): ReactElement {
  const fragment = useLocation({ select: ({ hash }) => hash })
  const given = new URLSearchParams(fragment.replace(/^#/, ''))
  const methods = (given.get('methods') ?? '').split(',').filter((method) => method !== '') as FactorMethod[]
  return <ChallengePage challenge={{ mfaRequired: true, challenge: given.get('challenge') ?? '', methods }} />
}
