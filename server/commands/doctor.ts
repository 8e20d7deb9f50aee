import type { HealthReport } from '../kernel/telemetry/health.ts'
import { type CommandSession, withSession } from './session.ts'
import { table } from './table.ts'
import { EXIT_CONFIG } from './usage.ts'

/**
 * `plinth doctor`: every variable and setting with its source, secrets that are referred to, what is to be said of them, and the checks of the startup check; exit 78
 * when the program would refuse to start, 1 when a check fails. What is wrong with variables alone is told by the configuration itself.
 */
export async function doctor(): Promise<number> {
  return await withSession(diagnose, { unprepared: true })
}

async function diagnose({ app, config }: CommandSession): Promise<number> {
  const { members, findings } = await app.units.settings.report()
  const health = await app.health.report()
  const { variables } = config.inspection
  const parts = [
    section(
      'Configuration',
      variables.map(({ name, source, kind, value }) => [
        ...[name, source, kind === 'secret' && source !== 'unset' ? '(set)' : (value ?? '')],
      ]),
    ),
    section(
      `Settings of ${config.appEnvironment}, environment file: ${config.settings.file?.path ?? 'none'}`,
      members.map(({ name, source, value }) => [name, source, value === null ? '' : JSON.stringify(value)]),
    ),
    section(
      'Findings',
      findings.map(({ severity, subject, message }) => [severity, subject, message]),
    ),
    section(
      'Secrets that variables refer to',
      config.references.map(({ variable, reference }) => [variable, reference, 'resolves']),
    ),
    section('Checks', checkRows(health)),
  ]
  process.stdout.write(`${parts.join('\n')}`)
  if (findings.some(({ severity }) => severity === 'error')) return EXIT_CONFIG
  return health.status === 'fail' ? 1 : 0
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  return `${title}\n${rows.length === 0 ? '  none\n' : table(rows)}`
}

function checkRows({ checks }: HealthReport): string[][] {
  return Object.entries(checks).flatMap(([name, { status, observed, fix }]) => [
    [status, name, observed],
    ...(fix === undefined ? [] : [['', '', fix]]),
  ])
}
