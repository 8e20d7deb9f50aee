import type { ConfigFinding } from '../../kernel/config/inspect.ts'
import type { HealthCheck, HealthFinding } from '../../kernel/telemetry/health.ts'
import type { Known } from './known.ts'
import type { Severity, ValueFinding } from './setting.ts'
import type { Standing } from './values.ts'

/** What a person should know of the configuration or of a setting. */
export interface Finding {
  readonly severity: Severity
  /** The variable, `SMTP_URL`, or the setting and its member, `site.name`. */
  readonly subject: string
  /** A sentence, without values. */
  readonly message: string
}

const OUTDATED = 'what was said is of an older schema; the layers beneath hold until it is said anew'

export function findingsOf(setting: Known, { value, isOutdated }: Standing): readonly ValueFinding[] {
  const outdated = isOutdated ? [{ severity: 'warning', message: OUTDATED } as const] : []
  return [...outdated, ...setting.findingsOf(value)]
}

export function settingFindings(settings: readonly Known[], all: ReadonlyMap<string, Standing>): Finding[] {
  return settings.flatMap((setting) => {
    const found = all.get(setting.key)
    if (found === undefined) return []
    return findingsOf(setting, found).map(({ severity, message, member }) => {
      const subject = member === undefined ? setting.key : `${setting.key}.${member}`
      return { severity, subject, message }
    })
  })
}

export function configFindings(findings: readonly ConfigFinding[]): Finding[] {
  return findings.map(({ severity, variable, message }) => ({ severity, subject: variable, message }))
}

const WEIGHTS: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 }

/** The gravest first. */
export function byWeight(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((left, right) => WEIGHTS[left.severity] - WEIGHTS[right.severity])
}

export function worst(findings: readonly { readonly severity: Severity }[]): Severity | null {
  return (
    (['error', 'warning', 'info'] as const).find((one) => findings.some(({ severity }) => severity === one)) ?? null
  )
}

/** Degraded by what is a warning, and by an error that came to be while the program ran. */
export function findingsCheck(name: string, findings: () => Promise<readonly Finding[]>): HealthCheck {
  return {
    name,
    ready: false,
    async run(): Promise<HealthFinding> {
      const grave = byWeight(await findings()).filter(({ severity }) => severity !== 'info')
      if (grave.length === 0) return { status: 'pass', observed: 'nothing to say' }
      const [first] = grave
      return {
        status: first?.severity === 'error' ? 'fail' : 'warn',
        observed: grave.map(({ subject, message }) => `${subject} ${message}`).join('; '),
        fix: 'GET /api/config and `plinth doctor` tell where each value comes from.',
      }
    },
  }
}
