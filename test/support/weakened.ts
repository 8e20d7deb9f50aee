import { appendFileSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Edit } from '../faults/catalogue/control.ts'

/**
 * Loaded before the program of every process of a run of a negative control (`NODE_OPTIONS=--import`): it gives modules the source that
 * `PLINTH_WEAKENED` says, without the guard, and writes down that they were loaded so.
 */
const plan = process.env.PLINTH_WEAKENED
if (plan !== undefined) weaken(JSON.parse(readFileSync(plan, 'utf8')) as Weakening)

interface Weakening {
  readonly edits: readonly Edit[]
  /** Where a line is added for each file that was loaded weakened. */
  readonly loaded: string
}

function weaken({ edits, loaded }: Weakening): void {
  const byUrl = Map.groupBy(edits, ({ file }) => pathToFileURL(file).href)
  registerHooks({
    load(url, context, next) {
      const result = next(url, context)
      const own = byUrl.get(url.split('?')[0] ?? url)
      if (own === undefined) return result
      const source = own.reduce(
        (text, { guard, instead }) => text.replace(guard, () => instead),
        readFileSync(new URL(url), 'utf8'),
      )
      appendFileSync(loaded, `${own[0]?.file ?? ''}\n`)
      return { ...result, source }
    },
  })
}
