import { createServer, type ServerResponse } from 'node:http'
import pg from 'pg'

const TRACKS = `SELECT id, artist_id, artist_name, artist_slug, title, genre, explicit, duration_ms, bpm, isrc, published_at
  FROM music.track WHERE state = 'published' ORDER BY published_at DESC, id DESC LIMIT $1`
const SESSION = `SELECT u.id, u.email, u.name, u.created_at, s.id AS session_id, s.expires_at
  FROM identity.session s JOIN identity."user" u ON u.id = s.user_id
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now()`

const POSTS = `SELECT entry_id, locale, slug, title, excerpt, reading_minutes, card, published_at, live_since FROM content.published
  WHERE type = 'post' AND locale = 'en' ORDER BY published_at DESC, entry_id DESC LIMIT $1`
const POST = `SELECT entry_id, locale, slug, title, excerpt, reading_minutes, card, page, seo, published_at, live_since
  FROM content.published WHERE type = 'post' AND locale = 'en' AND slug = $1`

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 })

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

async function tracks(response: ServerResponse, query: URLSearchParams): Promise<void> {
  const limit = Number(query.get('limit') ?? 20)
  const { rows } = await pool.query({ name: 'tracks', text: TRACKS, values: [limit + 1] })
  const items = rows.slice(0, limit).map((row) => ({
    id: row.id,
    title: row.title,
    artist: { id: row.artist_id, name: row.artist_name, slug: row.artist_slug },
    genre: row.genre,
    durationMs: row.duration_ms,
    explicit: row.explicit,
    coverUrl: `/api/tracks/${row.id}/cover`,
    streamUrl: `/api/tracks/${row.id}/stream`,
    publishedAt: row.published_at,
    bpm: row.bpm,
    isrc: row.isrc,
  }))
  const last = items.at(-1)
  const nextCursor = Buffer.from(JSON.stringify([last?.publishedAt, last?.id])).toString('base64url')
  send(response, 200, { items, nextCursor: rows.length > limit ? nextCursor : null })
}

async function posts(response: ServerResponse, query: URLSearchParams): Promise<void> {
  const limit = Number(query.get('limit') ?? 20)
  const { rows } = await pool.query({ name: 'posts', text: POSTS, values: [limit + 1] })
  const items = rows.slice(0, limit).map((row) => ({ ...postOf(row), fields: row.card }))
  const last = items.at(-1)
  const nextCursor = Buffer.from(JSON.stringify([last?.publishedAt, last?.id])).toString('base64url')
  send(response, 200, { items, nextCursor: rows.length > limit ? nextCursor : null })
}

async function post(response: ServerResponse, slug: string): Promise<void> {
  const { rows } = await pool.query({ name: 'post', text: POST, values: [slug] })
  const row = rows[0]
  if (row === undefined) return send(response, 404, {})
  send(response, 200, { ...postOf(row), fields: { ...row.card, ...row.page }, seo: row.seo })
}

function postOf(row: pg.QueryResultRow) {
  return {
    id: row.entry_id,
    locale: row.locale,
    slug: row.slug,
    title: row.title,
    excerpt: row.excerpt,
    readingMinutes: row.reading_minutes,
    publishedAt: row.published_at,
    updatedAt: row.live_since,
  }
}

async function me(response: ServerResponse, sessionId: string): Promise<void> {
  const { rows } = await pool.query({ name: 'session', text: SESSION, values: [sessionId] })
  const row = rows[0]
  if (row === undefined) return send(response, 401, {})
  send(response, 200, {
    user: { id: row.id, email: row.email, name: row.name, createdAt: row.created_at },
    session: { id: row.session_id, expiresAt: row.expires_at },
  })
}

async function answer(target: string, sessionId: string, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(target, 'http://localhost')
  if (pathname === '/api/tracks') return await tracks(response, searchParams)
  if (pathname === '/api/blogs') return await posts(response, searchParams)
  if (pathname.startsWith('/api/blogs/')) return await post(response, pathname.slice('/api/blogs/'.length))
  if (pathname === '/api/auth/me') return await me(response, sessionId)
  send(response, pathname === '/ready' ? 200 : 404, {})
}

createServer((request, response) => {
  const sessionId = String(request.headers['x-session'] ?? '')
  answer(request.url ?? '/', sessionId, response).catch((error: Error) =>
    send(response, 500, { message: error.message }),
  )
}).listen(Number(process.env.PORT), '127.0.0.1')
