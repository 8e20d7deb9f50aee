import { type Static, type TObject, type TSchema, Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { compileValidator } from '../../kernel/http/validate.ts'
import type { Id } from '../../kernel/id.ts'
import { publicSchema, typesReferredTo } from './fields.ts'

/** What became public, as the type's own hook and JSON-LD see it. */
export interface PublishedVersion<Fields> {
  readonly entryId: Id<'entry'>
  readonly version: number
  readonly locale: string
  readonly slug: string
  readonly title: string
  /** As they were sent: structured text is a document, a reference an id. */
  readonly fields: Fields
}

/** What everybody reads of an entry, as its JSON-LD is made from it. */
export interface ShownEntry {
  readonly title: string
  readonly excerpt: string
  readonly publishedAt: string
  readonly updatedAt: string
  readonly locale: string
  /** Absolute address of its page. */
  readonly url: string
  readonly siteUrl: string
  /** As everybody reads them: structured text is HTML. */
  readonly fields: Readonly<Record<string, unknown>>
}

/** A kind of content, said in one place. */
export interface TypeDeclaration<Schema extends TObject> {
  /** One word of its own, such as `post`: names permissions, operations and the staff address. */
  readonly name: string
  /** Such as `posts`. */
  readonly plural: string
  /** As people read it: `Blog post`. */
  readonly label: string
  /** Where everybody reads it: `/api/blogs`. */
  readonly path: string
  /** The page of an entry on the site, `/blog/{slug}`; absent: it has none, and stands in no sitemap or feed. */
  readonly page?: string
  readonly fields: Schema
  /** The field that is its title. */
  readonly title: keyof Static<Schema> & string
  /** The field that is its excerpt; the beginning of its text when absent. */
  readonly excerpt?: keyof Static<Schema> & string
  /** Fields shown in lists beside title and excerpt. */
  readonly listFields?: readonly (keyof Static<Schema> & string)[]
  /** Fields that the public list is filtered by: texts, choices, whole numbers, yes or no, lists of texts, references by slug. */
  readonly filters?: readonly (keyof Static<Schema> & string)[]
  /** The languages it is written in, the default first; English alone when absent. */
  readonly locales?: readonly string[]
  /** Stands in /rss.xml and /atom.xml. */
  readonly feed?: boolean
  /** Visitors may comment on it. */
  readonly comments?: boolean
  /** Visitors may hand in entries with these fields. */
  readonly submissions?: readonly (keyof Static<Schema> & string)[]
  /** What search engines are told of an entry, by schema.org. */
  jsonLd?(entry: ShownEntry): Readonly<Record<string, unknown>>
  /** Runs in the transaction that publishes, also by schedule. What it throws stands against the publication. */
  onPublish?(tx: Tx, published: PublishedVersion<Static<Schema>>): Promise<void>
}

/** A declared type with what is derived from it; what its own fields are is no longer known to the compiler. */
export interface ContentType
  extends Omit<TypeDeclaration<TObject>, 'onPublish' | 'locales' | 'title' | 'excerpt' | 'submissions'> {
  readonly title: string
  readonly excerpt: string | null
  readonly listFields: readonly string[]
  readonly filters: readonly string[]
  readonly locales: readonly [string, ...string[]]
  readonly feed: boolean
  readonly comments: boolean
  /** The fields of what visitors hand in; null: they may not. */
  readonly submittable: TSchema | null
  readonly permissions: TypePermissions
  /** Types whose titles and addresses are shown with its entries. */
  readonly refersTo: readonly string[]
  /** The fields as everybody reads them, and those of a list. */
  readonly shown: { readonly page: TSchema; readonly card: TSchema }
  /** Throws http/invalid for values that the fields' schemas refuse. */
  readonly validate: (body: { readonly fields: unknown }) => void
  readonly onPublish: ((tx: Tx, published: PublishedVersion<never>) => Promise<void>) | null
}

interface TypePermissions {
  readonly write: string
  readonly editAll: string
  readonly publish: string
}

/** A type whose fields the compiler knows; hand it to `declare`. */
export interface TypedContent<Schema extends TObject> extends ContentType {
  readonly fields: Schema
}

const NAME = /^[a-z][A-Za-z0-9]{1,39}$/
/** Parts of the staff's addresses that stand where a type's name does. */
const TAKEN = new Set(['types', 'comments', 'redirects', 'media'])

/** Declares a kind of content. Throws TypeError for what cannot work: it is written by a developer. */
export function contentType<const Schema extends TObject>(declaration: TypeDeclaration<Schema>): TypedContent<Schema> {
  const { name, plural, fields, listFields = [], filters = [] } = declaration
  if (!NAME.test(name) || !NAME.test(plural) || name === plural || TAKEN.has(name))
    throw new TypeError(`a type is named by two words of its own, ${name} and ${plural} are not`)
  const known = new Set(Object.keys(fields.properties))
  const titled = declaration.excerpt === undefined ? [declaration.title] : [declaration.title, declaration.excerpt]
  const unknown = [...titled, ...listFields, ...filters].find((field) => !known.has(field))
  if (unknown !== undefined) throw new TypeError(`type ${name} has no field ${unknown}`)
  const page = publicSchema(fields) as TObject
  const card = Object.entries(page.properties).filter(([field]) => listFields.includes(field as never))
  const [locale = 'en', ...others] = declaration.locales ?? []
  return {
    ...declaration,
    ...{ listFields, filters, permissions: permissionsOf(name), refersTo: typesReferredTo(fields) },
    locales: [locale, ...others],
    feed: declaration.feed === true,
    comments: declaration.comments === true,
    submittable: submittable(fields, declaration.submissions),
    excerpt: declaration.excerpt ?? null,
    shown: { page, card: Type.Object(Object.fromEntries(card), { additionalProperties: false }) },
    validate: compileValidator(Type.Object({ fields }), 'body'),
    onPublish: (declaration.onPublish as ContentType['onPublish']) ?? null,
  }
}

function submittable(fields: TObject, names: readonly string[] | undefined): TSchema | null {
  if (names === undefined) return null
  const required = new Set(fields.required)
  const chosen = names.map((name) => {
    const schema = fields.properties[name]
    if (schema === undefined) throw new TypeError(`there is no field ${name} to hand in`)
    return [name, required.has(name) ? schema : Type.Optional(schema)] as const
  })
  return Type.Object(Object.fromEntries(chosen), { additionalProperties: false })
}

function permissionsOf(name: string): TypePermissions {
  return {
    write: `content:${name}.write`,
    editAll: `content:${name}.edit_all`,
    publish: `content:${name}.publish`,
  }
}

/** What the unit declares for a type: permission -> what it allows. */
export function permissionSentences({ permissions, plural }: ContentType): Readonly<Record<string, string>> {
  return {
    [permissions.write]: `Write ${plural}, and change one's own`,
    [permissions.editAll]: `See and change the ${plural} of everybody`,
    [permissions.publish]: `Publish ${plural}, now or by the clock, and take them back`,
  }
}

/** `post` -> `Post`: for names of operations. */
export function pascal(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`
}
