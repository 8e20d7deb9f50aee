import { inSeconds } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { ContentOf } from '../../../platform/content/index.ts'
import type { Declared } from './declared.ts'
import { demoCategories, demoProjects, demoServices } from './demo-services.ts'
import { demoFaqs, demoJobs, demoPages, demoPosts, demoProduct, demoTestimonials } from './demo-texts.ts'
import type { CatalogueDeps } from './deps.ts'

const origin = systemOrigin('agency.demo', 'demo')
const DAY_SECONDS = 24 * 3600
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_571

/** Fills an empty catalogue with what a studio in Nairobi shows. No accounts: nobody can sign in as any of them. */
export async function seedCatalogue({ db, log }: Pick<CatalogueDeps, 'db' | 'log'>, declared: Declared): Promise<void> {
  const seeded = await db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if ((await declared.category.findBySlug(tx, 'brand-identity')) !== null) return false
    await writeCatalogue(tx, declared)
    return true
  })
  log.info({ seeded }, 'demo content')
}

type Entry<Fields> = Omit<Parameters<ContentOf<Fields>['create']>[1], 'fields'> & { readonly fields: Fields }

/** Writes an entry and publishes it as if that had been so many days ago. */
async function publish<Fields>(
  tx: Tx,
  content: ContentOf<Fields>,
  entry: Entry<Fields>,
  daysAgo: number,
): Promise<Id<'entry'>> {
  const id = await content.create(tx, entry)
  await content.publish(tx, id, { version: 1, publishedAt: inSeconds(-daysAgo * DAY_SECONDS) })
  return id
}

/** The id that was written for a name of the demo. */
function named(ids: ReadonlyMap<string, Id<'entry'>>, name: string): Id<'entry'> {
  const id = ids.get(name)
  if (id === undefined) throw new TypeError(`the demo has no ${name}`)
  return id
}

async function writeCatalogue(tx: Tx, declared: Declared): Promise<void> {
  const categories = new Map<string, Id<'entry'>>()
  const services = new Map<string, Id<'entry'>>()
  for (const { key, ...fields } of demoCategories)
    categories.set(key, await publish(tx, declared.category, { fields }, 300))
  for (const { slug, category, fields } of demoServices) {
    const entry = { slug, fields: { ...fields, category: named(categories, category) } }
    services.set(slug, await publish(tx, declared.service, entry, 200))
  }
  for (const { category, service, daysAgo, fields } of demoProjects) {
    const references = { category: named(categories, category), services: [named(services, service)] }
    await publish(tx, declared.project, { fields: { ...fields, ...references } }, daysAgo)
  }
  for (const { service, daysAgo, fields } of demoTestimonials)
    await publish(tx, declared.testimonial, { fields: { ...fields, service: named(services, service) } }, daysAgo)
  await writePosts(tx, declared, categories)
  await writeRest(tx, declared)
}

async function writePosts(tx: Tx, { post }: Declared, categories: ReadonlyMap<string, Id<'entry'>>): Promise<void> {
  for (const { category, daysAgo, fields, ...rest } of demoPosts) {
    const entry = { fields: { ...fields, category: named(categories, category) } }
    const translationOf = await publish(tx, post, entry, daysAgo)
    if ('swahili' in rest) await publish(tx, post, { ...rest.swahili, locale: 'sw', translationOf }, daysAgo - 1)
  }
}

async function writeRest(tx: Tx, declared: Declared): Promise<void> {
  for (const fields of demoFaqs) await publish(tx, declared.faq, { fields }, 150)
  for (const { daysAgo, fields } of demoJobs) await publish(tx, declared.job, { fields }, daysAgo)
  for (const { slug, fields } of demoPages) await publish(tx, declared.page, { slug, fields }, 250)
  await publish(tx, declared.product, { fields: demoProduct }, 25)
}
