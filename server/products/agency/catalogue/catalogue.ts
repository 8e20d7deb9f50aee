import type { Id } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import type { AgencyPart } from '../part.ts'
import { announcementSetting, businessSetting } from './business.ts'
import { declareAll, types } from './declared.ts'
import { seedCatalogue } from './demo.ts'
import type { CatalogueDeps } from './deps.ts'
import { type PriceVersion, priceVersion, priceVersionOf } from './price-versions.ts'
import { catalogueProblem } from './problems.ts'

/** What the agency shows: services and their prices for bookings, and everything around them. */
export interface Catalogue extends AgencyPart {
  /** The terms that something was booked on, or null. They never change. */
  priceVersion(source: Reader, id: Id<'price-version'>): Promise<PriceVersion | null>
  /** The terms on which a package is offered now; null when the service is not live or has no such package. */
  currentPackage(source: Reader, serviceSlug: string, packageKey: string): Promise<PriceVersion | null>
}

/** Declares what the agency shows. */
export function createCatalogue(deps: CatalogueDeps): Catalogue {
  const declared = declareAll(deps.content)
  deps.settings.declare(businessSetting)
  deps.settings.declare(announcementSetting)
  const all = Object.values(types)
  const editing = [...all.flatMap(({ permissions }) => Object.values(permissions)), 'content:comments.moderate']
  return {
    routes: [],
    problems: [catalogueProblem],
    permissions: {},
    roles: {
      author: { title: 'Author', permissions: all.map(({ permissions }) => permissions.write) },
      editor: { title: 'Editor', permissions: editing },
      admin: { title: 'Admin', permissions: [...editing, 'settings:read', 'settings:manage'] },
      hr: { title: 'Human resources', permissions: Object.values(types.job.permissions) },
    },
    events: [],
    seedDemo: () => seedCatalogue(deps, declared),
    priceVersion,
    async currentPackage(source, serviceSlug, packageKey) {
      const service = await declared.service.findPublished(source, serviceSlug)
      return service === null ? null : await priceVersionOf(source, service, packageKey)
    },
  }
}
