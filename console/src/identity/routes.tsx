import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import type { MenuEntry } from '../shell/menu.ts'
import { rootRoute } from '../shell/root-route.tsx'
import { isLocalPath } from './local-path.ts'

export const identityMenu: readonly MenuEntry[] = [{ to: '/account', label: 'Security', needs: 'session' }]

const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  component: lazyRouteComponent(() => import('./setup-page.tsx'), 'SetupPage'),
})

const register = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('./register-page.tsx'), 'RegisterPage'),
})

const checkMail = createRoute({
  getParentRoute: () => rootRoute,
  path: '/check-mail',
  validateSearch: (search: Record<string, unknown>): { email?: string } =>
    typeof search.email === 'string' ? { email: search.email } : {},
  component: lazyRouteComponent(() => import('./check-mail-page.tsx'), 'CheckMailPage'),
})

const verify = createRoute({
  getParentRoute: () => rootRoute,
  path: '/verify',
  component: lazyRouteComponent(() => import('./verify-page.tsx'), 'VerifyPage'),
})

/** Search of the pages that sign in: what the person wanted to see. */
function wantedIn(search: Record<string, unknown>): { returnTo?: string } {
  return isLocalPath(search.returnTo) ? { returnTo: search.returnTo } : {}
}

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { returnTo?: string; error?: string } => ({
    ...wantedIn(search),
    ...(typeof search.error === 'string' ? { error: search.error } : {}),
  }),
  component: lazyRouteComponent(() => import('./login-page.tsx'), 'LoginPage'),
})

const oauthChallenge = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login/second-factor',
  component: lazyRouteComponent(() => import('./oauth-challenge-page.tsx'), 'OauthChallengePage'),
})

const mailMe = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in-by-mail',
  validateSearch: wantedIn,
  component: lazyRouteComponent(() => import('./magic-link-page.tsx'), 'MailMePage'),
})

const magicLink = createRoute({
  getParentRoute: () => rootRoute,
  path: '/magic-link',
  validateSearch: wantedIn,
  component: lazyRouteComponent(() => import('./magic-link-page.tsx'), 'MagicLinkPage'),
})

const unlock = createRoute({
  getParentRoute: () => rootRoute,
  path: '/unlock',
  component: lazyRouteComponent(() => import('./link-pages.tsx'), 'UnlockPage'),
})

const confirmEmail = createRoute({
  getParentRoute: () => rootRoute,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('./link-pages.tsx'), 'ConfirmEmailPage'),
})

const revertEmail = createRoute({
  getParentRoute: () => rootRoute,
  path: '/revert-email',
  component: lazyRouteComponent(() => import('./link-pages.tsx'), 'RevertEmailPage'),
})

const deleteAccount = createRoute({
  getParentRoute: () => rootRoute,
  path: '/delete-account',
  component: lazyRouteComponent(() => import('./link-pages.tsx'), 'DeleteAccountPage'),
})

const forgot = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('./forgot-page.tsx'), 'ForgotPage'),
})

const reset = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('./reset-page.tsx'), 'ResetPage'),
})

const signedIn = guardedRoute('account')

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account',
  component: lazyRouteComponent(() => import('./account-page.tsx'), 'AccountPage'),
})

export const identityRoutes = [
  setup,
  register,
  checkMail,
  verify,
  login,
  oauthChallenge,
  mailMe,
  magicLink,
  unlock,
  confirmEmail,
  revertEmail,
  deleteAccount,
  forgot,
  reset,
  signedIn.addChildren([account]),
] as const
