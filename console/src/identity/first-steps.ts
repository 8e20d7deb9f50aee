import { useQuery } from '@tanstack/react-query'
import type { Me } from '../api.ts'
import type { FirstStep, FirstSteps } from '../shell/first-step.ts'
import { meQuery } from './me.ts'
import { setupQuery } from './setup-query.ts'

export function useIdentitySteps(): FirstSteps {
  const setup = useQuery(setupQuery)
  const me = useQuery(meQuery)
  return { steps: [administratorStep(setup.data?.open), signInStep(me.data)], error: setup.error ?? me.error }
}

function administratorStep(open: boolean | undefined): FirstStep {
  return {
    name: 'Set up the administrator',
    text: open
      ? 'Open the one-time link that the server printed in its terminal when it started.'
      : 'The first account, with every permission.',
    done: open === undefined ? undefined : !open,
    to: '/setup',
    link: null,
  }
}

function signInStep(me: Me | null | undefined): FirstStep {
  return {
    name: 'Sign in',
    text: me ? `You are ${me.user.name}.` : 'With the administrator, or with an account of your own.',
    done: me === undefined ? undefined : me !== null,
    to: me ? '/account' : '/login',
    link: me ? 'Your account' : 'Sign in',
  }
}
