import type { Id } from '../../../kernel/id.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { ContentOf } from '../../../platform/content/index.ts'
import type { Reader } from '../caller.ts'
import { announcementSetting, businessSetting } from './business.ts'
import { declareAll, types } from './declared.ts'
import { seedCatalogue } from './demo.ts'
import type { CatalogueDeps } from './deps.ts'
import { type PriceVersion, priceVersion, priceVersionOf } from './price-versions.ts'
import { catalogueProblem } from './problems.ts'
import type { Testimonial } from './testimonial.ts'

/** What the agency shows: services and their prices for bookings, and everything around them. */
export interface Catalogue extends UnitPart {
  /** The terms that something was booked on, or null. They never change. */
  priceVersion(source: Reader, id: Id<'price-version'>): Promise<PriceVersion | null>
  /** The terms on which a package is offered now; null when the service is not live or has no such package. */
  currentPackage(source: Reader, serviceSlug: string, packageKey: string): Promise<PriceVersion | null>
  /** What clients say when they are asked. */
  readonly testimonials: Pick<ContentOf<Testimonial>, 'handIn' | 'handedIn' | 'withdraw'>
  /** The service at an address; null when it is not live. */
  serviceAt(source: Reader, slug: string): Promise<Id<'entry'> | null>
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
    testimonials: declared.testimonial,
    serviceAt: async (source, slug) => (await declared.service.findPublished(source, slug))?.id ?? null,
    async currentPackage(source, serviceSlug, packageKey) {
      const service = await declared.service.findPublished(source, serviceSlug)
      return service === null ? null : await priceVersionOf(source, service, packageKey)
    },
  }
}
