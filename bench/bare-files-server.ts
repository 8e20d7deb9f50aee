import { createHash, randomUUID } from 'node:crypto'
import { open, rename } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import pg from 'pg'

/** The least that makes an upload durable: a row, the bytes synced under their name, their hash compared, the row updated. */
const INSERT = 'INSERT INTO bench_files.upload (id, bytes, sha256) VALUES ($1, $2, $3)'
const SELECT = 'SELECT bytes, sha256 FROM bench_files.upload WHERE id = $1'
const UPDATE = 'UPDATE bench_files.upload SET confirmed_at = now() WHERE id = $1 RETURNING id, bytes, sha256'

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8 })
const folder = process.env.FILES_DIR ?? ''

async function sign(request: IncomingMessage): Promise<object> {
  const { bytes, sha256 } = JSON.parse(await text(request)) as { bytes: number; sha256: string }
  const id = randomUUID()
  await pool.query({ name: 'insert', text: INSERT, values: [id, bytes, sha256] })
  return { uploadId: id, url: `/content/${id}`, headers: {} }
}

async function put(request: IncomingMessage, id: string): Promise<object> {
  const { rows } = await pool.query({ name: 'select', text: SELECT, values: [id] })
  const temporary = join(folder, `${id}.tmp`)
  const handle = await open(temporary, 'wx')
  const hash = createHash('sha256')
  for await (const chunk of request) {
    hash.update(chunk as Buffer)
    await handle.write(chunk as Buffer)
  }
  await handle.sync()
  await handle.close()
  if (hash.digest('hex') !== rows[0]?.sha256) throw new Error('other bytes')
  await rename(temporary, join(folder, id))
  const directory = await open(folder, 'r')
  await directory.sync()
  await directory.close()
  return {}
}

async function confirm(request: IncomingMessage): Promise<object> {
  const { uploadId } = JSON.parse(await text(request)) as { uploadId: string }
  const { rows } = await pool.query({ name: 'update', text: UPDATE, values: [uploadId] })
  return rows[0]
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  const body =
    path === '/api/uploads/sign'
      ? await sign(request)
      : path === '/api/uploads/confirm'
        ? await confirm(request)
        : path.startsWith('/content/')
          ? await put(request, path.slice('/content/'.length))
          : {}
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

createServer((request, response) => {
  answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message))
}).listen(Number(process.env.PORT), '127.0.0.1')
