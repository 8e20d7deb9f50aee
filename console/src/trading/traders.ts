import { guardedRoute } from '../shell/guarded-routes.tsx'

/** The layer without a path above every page of a trader. */
export const traders = guardedRoute('traders', 'trading:use')
