import { startServer } from '../test/support/server.ts'

/** What the parent asks: tell me when the flag serves this. */
export interface Wanted {
  readonly flag: string
  readonly value: boolean
}

/** `atNs`: of the monotonic clock, which all processes of a machine share. */
export type Told = { readonly url: string } | { readonly atNs: string }

const LOOK_MS = 1

/** A node of its own process: it says where it listens, and when what it was asked about has come into effect. */
const node = await startServer({ environment: { DATABASE_URL: process.env.DATABASE_URL ?? '' } })

process.on('message', ({ flag, value }: Wanted) => {
  const look = (): void => {
    if (node.app.units.flags.evaluate(flag, {}, !value) === value) tell({ atNs: String(process.hrtime.bigint()) })
    else setTimeout(look, LOOK_MS)
  }
  look()
})
process.once('disconnect', () => void node.stop())
tell({ url: node.url })

function tell(told: Told): void {
  process.send?.(told)
}
