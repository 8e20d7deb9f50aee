import type { Static, TObject } from 'typebox'
import type { ContentOf, TypedContent } from '../../../platform/content/index.ts'
import { categoryType } from './category.ts'
import type { CatalogueDeps } from './deps.ts'
import { faqType } from './faq.ts'
import { jobType } from './job-opening.ts'
import { pageType } from './page.ts'
import { postType } from './post.ts'
import { productType } from './product.ts'
import { projectType } from './project.ts'
import { serviceType } from './service.ts'
import { testimonialType } from './testimonial.ts'

/** Every kind of content of the catalogue. */
export const types = {
  category: categoryType,
  service: serviceType,
  project: projectType,
  post: postType,
  testimonial: testimonialType,
  faq: faqType,
  job: jobType,
  product: productType,
  page: pageType,
}

type Types = typeof types

/** Each in the hands of the catalogue. */
export type Declared = { readonly [Name in keyof Types]: ContentOf<Static<Types[Name]['fields']>> }

/** Declares them all. */
export function declareAll(content: CatalogueDeps['content']): Declared {
  const named = Object.entries<TypedContent<TObject>>(types).map(([name, type]) => [name, content.declare(type)])
  return Object.fromEntries(named) as Declared
}
