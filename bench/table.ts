import { cpus } from 'node:os'
import type { Comparison } from './load.ts'

/** One line of the table. */
export interface Row {
  readonly what: string
  readonly measured: string
  readonly aim: string
  readonly met: boolean | null
}

/** Writes the table, and under what conditions it was measured. */
export function print(table: readonly Row[]): void {
  const width = Math.max(...table.map((row) => row.what.length))
  const lines = table.map(
    ({ what, measured, aim, met }) =>
      `${what.padEnd(width)}  ${measured}${aim === '' ? '' : `   aim ${aim}: ${met === true ? 'met' : 'MISSED'}`}`,
  )
  const cores = cpus().length
  process.stdout.write(
    `\n${lines.join('\n')}\n\nRatios are Plinth by a bare node:http + pg server on the same database, median of interleaved rounds: the bare server reads the first page for both list rows, and /me by one join; Plinth answers the first page from its cache, the next by the same statement behind a cursor, /me from its live session state.\nLoad generator, servers and PostgreSQL share ${cores} cores (${cpus()[0]?.model ?? 'unknown'}): ratios hold, absolute numbers do not travel.\n`,
  )
}

/** What a route does per second beside the bare server. */
export function routeRow(what: string, { ratio, plinth, bare }: Comparison): Row {
  const sides = `${Math.round(plinth.requestsPerSecond)}/s of ${Math.round(bare.requestsPerSecond)}/s, p99 ${plinth.p99Ms} of ${bare.p99Ms} ms, CPU ${Math.round(plinth.cpuUs)} of ${Math.round(bare.cpuUs)} us`
  return { what, measured: `${ratio.toFixed(2)} (${sides})`, aim: '>= 0.60', met: ratio >= 0.6 }
}
