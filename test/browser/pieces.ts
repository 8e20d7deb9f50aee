import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify from 'fastify'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { build } from 'vite'
import { registerConsole } from '../../server/kernel/http/console-files.ts'
import { launch, listen } from './stage.ts'

export interface Pieces {
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Fails on anything a page complained of so far, and closes the pages. */
  quiet(): Promise<void>
  close(): Promise<void>
}

/** Pieces of the console by themselves, built and served as the console is, under its content security policy. */
export async function openPieces(): Promise<Pieces> {
  const root = new URL('../..', import.meta.url).pathname
  const folder = await mkdtemp(join(tmpdir(), 'plinth-pieces-'))
  await build({
    root: join(root, 'test/browser/pieces'),
    configFile: join(root, 'console/vite.config.ts'),
    logLevel: 'warn',
    build: { outDir: folder, emptyOutDir: true },
  })
  const app = fastify()
  const page = registerConsole(app, folder, () => ({}))
  if (page === null) throw new Error('the pieces were not built')
  app.setNotFoundHandler(page)
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
  const browser = await launch()
  const open: { readonly page: Page; readonly complaints: string[] }[] = []
  return {
    async open(path, options = {}) {
      const context = await browser.newContext({
        baseURL: url,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        ...options,
      })
      context.setDefaultTimeout(15_000)
      const made = await context.newPage()
      open.push({ page: made, complaints: listen(made, [url]) })
      await made.goto(path)
      await made.getByRole('heading', { level: 1 }).waitFor()
      return made
    },
    async quiet() {
      const complaints = open.flatMap((one) => one.complaints)
      await Promise.all(open.splice(0).map((one) => one.page.context().close()))
      assert.deepEqual(complaints, [])
    },
    async close() {
      await browser.close()
      await app.close()
      await rm(folder, { recursive: true })
    },
  }
}
