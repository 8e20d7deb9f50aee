import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '../../server/kernel/id.ts'
import { followed } from '../../test/support/contract.ts'
import type { HttpClient } from '../../test/support/http-client.ts'
import type { TestServer } from '../../test/support/server.ts'

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required?: boolean
  readonly schema: { readonly type?: unknown; readonly enum?: readonly unknown[] }
}

interface Operation {
  readonly operationId: string
  readonly parameters?: readonly Parameter[]
}

interface Document {
  readonly paths: Readonly<Record<string, { readonly get?: Operation }>>
  readonly components: unknown
}

const contract = join(import.meta.dirname, '../../contract/openapi.json')

/** Values of filters that are neither enumerated nor true or false. */
const filters: Readonly<Record<string, string>> = {
  search: 'a',
  artist: 'ada-sky',
  genre: 'Jazz',
  role: 'artist',
  action: 'identity.user.registered',
  queue: 'mail.send',
  size: '64',
  from: '2026-11-21',
  to: '2026-11-21',
}

/** Calls every GET of the contract: as it is, with each filter, and with the cursor of its first page. */
export async function readRoutes(server: TestServer, http: HttpClient): Promise<void> {
  const { paths } = followed(JSON.parse(readFileSync(contract, 'utf8')) as Document)
  for (const [template, { get }] of Object.entries(paths)) {
    if (get === undefined) continue
    const path = await filled(http, template)
    const query = (get.parameters ?? []).filter((parameter) => parameter.in === 'query')
    const required = query.filter(({ required }) => required === true).map(pair)
    const call = async (...pairs: string[]) => await checked(http, `${path}?${[...required, ...pairs].join('&')}`)
    const body = await call()
    for (const parameter of query.filter(({ name }) => name !== 'limit' && name !== 'cursor'))
      await call(pair(parameter))
    if (query.some(({ name }) => name === 'cursor')) {
      const { nextCursor } = (await call('limit=1')) as { nextCursor?: string | null }
      if (typeof nextCursor === 'string') await call('limit=1', `cursor=${nextCursor}`)
    }
    if (body === null) throw new Error(`${get.operationId} answered nothing`)
  }
  await server.jobsIdle()
}

/** A refusal is an answer like others here (a private file, a state that is not); a fault of the server is not. */
async function checked(http: HttpClient, path: string): Promise<unknown> {
  const { status, body } = await http.get(path)
  if (status >= 500) throw new Error(`${path} answered ${status}: ${JSON.stringify(body)}`)
  return body
}

function pair({ name, schema }: Parameter): string {
  const value = filters[name] ?? schema.enum?.[0] ?? (schema.type === 'boolean' ? 'true' : newId())
  return `${name}=${encodeURIComponent(String(value))}`
}

/** The path of the first item of the list above it; without one, an id of nothing. */
async function filled(http: HttpClient, template: string): Promise<string> {
  const [, list, key, rest = ''] = /^(.+?)\/\{(\w+)\}(.*)$/.exec(template) ?? []
  if (list === undefined || key === undefined) return template
  const { body } = await http.get(list)
  const first = (body as { items?: Record<string, unknown>[] }).items?.[0]
  return `${list}/${encodeURIComponent(String(first?.[key] ?? newId()))}${rest}`
}
