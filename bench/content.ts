import { compare } from './load.ts'
import type { RunningServer } from './servers.ts'
import { type Row, routeRow } from './table.ts'

const POSTS = 300
const AT_ONCE = 8
const PARAGRAPHS = 12
const TEXT =
  'A studio that answers within a day is chosen over a better one that does not. This is what our clients tell us, and what we plan our weeks by.'

/** The list and the page of published posts, beside node:http and pg that send the same members of the same rows. */
export async function contentRows(
  plinth: RunningServer,
  bare: RunningServer,
  { token, budget }: { token: string; budget: { rounds: number; seconds: number } },
): Promise<Row[]> {
  const send = async (
    method: string,
    path: string,
    body: object,
  ): Promise<{ id: string; slug: string; version: number }> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
    const key = { 'idempotency-key': crypto.randomUUID() }
    const answer = await fetch(plinth.url + path, {
      method,
      headers: { ...headers, ...key },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as { id: string; slug: string; version: number }
  }
  const write = async (n: number): Promise<string> => {
    const content = Array.from({ length: PARAGRAPHS }, () => ({
      type: 'paragraph',
      content: [{ type: 'text', text: TEXT }],
    }))
    const fields = {
      title: `Post ${n}`,
      summary: TEXT,
      byline: 'Ada King',
      tags: ['work'],
      body: { type: 'doc', content },
    }
    const { id, slug, version } = await send('POST', '/api/content/post', { fields })
    await send('POST', `/api/content/post/${id}/publish`, { version })
    return slug
  }
  let slug = ''
  for (let n = 0; n < POSTS; n += AT_ONCE)
    [slug = ''] = await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => write(n + at)))
  const beside = async (what: string, path: string): Promise<Row> => {
    const [ours, theirs] = [plinth, bare].map(({ url, pid }) => ({ url: url + path, pid, headers: {} }))
    if (ours === undefined || theirs === undefined) throw new TypeError('two targets were made')
    return routeRow(what, await compare(ours, theirs, budget))
  }
  return [
    await beside(`GET /api/blogs?limit=20 of ${POSTS} posts (ours from the cache)`, '/api/blogs?limit=20'),
    await beside('GET /api/blogs/{slug} (ours from the cache)', `/api/blogs/${slug}`),
  ]
}
