import { createRoute } from '@tanstack/react-router'
import { Guard } from './guard.tsx'
import { rootRoute } from './root-route.tsx'

/** A layer without a path whose pages are open to signed-in people, or to those of them who hold a permission. */
export function guardedRoute<const Id extends string>(id: Id, can?: string) {
  return createRoute({
    getParentRoute: () => rootRoute,
    id,
    component: () => (can === undefined ? <Guard /> : <Guard can={can} />),
  })
}
