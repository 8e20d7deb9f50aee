import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { guardedRoute } from '../shell/guarded-routes.tsx'
import { rootRoute } from '../shell/root-route.tsx'

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

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { returnTo?: string } =>
    isLocalPath(search.returnTo) ? { returnTo: search.returnTo } : {},
  component: lazyRouteComponent(() => import('./login-page.tsx'), 'LoginPage'),
})

/** Only a path of this console may be returned to: a whole address would send a person elsewhere after signing in. */
function isLocalPath(value: unknown): value is string {
  return typeof value === 'string' && /^\/(?![/\\])/.test(value)
}

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
  forgot,
  reset,
  signedIn.addChildren([account]),
] as const
