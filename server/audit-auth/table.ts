import type { Result, Verdict } from './trial.ts'

const VERDICTS: readonly Verdict[] = ['held', 'BROKEN', 'error', 'not applicable']

/** The results as a table for a terminal of `width` columns. */
export function formatTable(results: readonly Result[], width: number): string {
  const idWidth = Math.max(2, ...results.map(({ id }) => id.length))
  const verdictWidth = Math.max(...VERDICTS.map((verdict) => verdict.length))
  const each = Math.max(24, Math.floor((width - idWidth - verdictWidth - 8) / 3))
  const row = ([id = '', attack = '', expected = '', seen = '', verdict = '']: readonly string[]): string[] => {
    const cells = [[id], wrap(attack, each), wrap(expected, each), wrap(seen, each), [verdict]]
    const widths = [idWidth, each, each, each, verdictWidth]
    const height = Math.max(...cells.map((lines) => lines.length))
    return Array.from({ length: height }, (_, line) =>
      cells
        .map((lines, column) => (lines[line] ?? '').padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  }
  const head = row(['id', 'attack', 'expected', 'seen', 'verdict'])
  const rows = results.flatMap(({ id, attack, expected, seen, verdict }) => row([id, attack, expected, seen, verdict]))
  return [...head, '-'.repeat(idWidth + 3 * each + verdictWidth + 8), ...rows, '', formatCounts(results)].join('\n')
}

/** `41 held, 1 BROKEN, 0 error, 5 not applicable`. */
export function formatCounts(results: readonly Result[]): string {
  const count = (wanted: Verdict): number => results.filter(({ verdict }) => verdict === wanted).length
  return VERDICTS.map((verdict) => `${count(verdict)} ${verdict}`).join(', ')
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ').flatMap((one) => one.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [''])) {
    if (line !== '' && line.length + word.length + 1 > width) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
