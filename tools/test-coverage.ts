import { relative, sep } from 'node:path'
import type { EventData } from 'node:test'

type Summary = EventData.TestCoverage['summary']
type FileCoverage = Summary['files'][number]
type Kind = 'Line' | 'Branch' | 'Function'

/** Coverage as a table of one line per unit: percent of lines, branches and functions that a test ran. */
export function formatCoverage({ files, workingDirectory }: Pick<Summary, 'files' | 'workingDirectory'>): string[] {
  const groups = Map.groupBy(files, ({ path }) => groupOf(relative(workingDirectory, path).replaceAll(sep, '/')))
  const rows = [...groups].sort(([one], [other]) => one.localeCompare(other))
  const width = Math.max(...rows.map(([name]) => name.length), 'everything'.length)
  const line = (name: string, cells: string[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(12)).join('')}`
  return [
    line('coverage', ['lines', 'branches', 'functions']),
    ...[...rows, ['everything', files] as const].map(([name, own]) => line(name, percentages(own))),
  ]
}

function groupOf(path: string): string {
  return /^(server\/[^/]+\/[^/]+(?=\/)|server\/[^/]+(?=\/)|[^/]+)/.exec(path)?.[0] ?? path
}

function percentages(files: readonly FileCoverage[]): string[] {
  return (['Line', 'Branch', 'Function'] as const).map((kind) => {
    const total = sum(files, `total${kind}Count`)
    return total === 0 ? '-' : `${((100 * sum(files, `covered${kind}Count`)) / total).toFixed(1)} %`
  })
}

function sum(files: readonly FileCoverage[], field: `${'total' | 'covered'}${Kind}Count`): number {
  return files.reduce((total, file) => total + file[field], 0)
}
