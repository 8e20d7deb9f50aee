import type { Variable } from './variable.ts'
import { VARIABLES } from './variables.ts'

const ENTRIES = Object.entries(VARIABLES) as [string, Variable][]
const GROUPS = [...new Set(ENTRIES.map(([, variable]) => variable.group))]

function facts(variable: Variable): string {
  const parts = [variable.kind === 'choice' ? (variable.choices ?? []).join(' \\| ') : variable.kind]
  if (variable.min !== undefined || variable.max !== undefined)
    parts.push(`${variable.min ?? 0} to ${variable.max ?? 'any'}`)
  if (variable.minLength !== undefined) parts.push(`at least ${variable.minLength} characters`)
  if (variable.production === 'required') parts.push('required in production')
  return parts.join('; ')
}

/** contract/env.md: a table per group. */
export function environmentDocument(): string {
  const head =
    '# Environment\n\nEvery variable may also be given as `NAME_FILE`: a path whose content is the value. `.env` is read in development.\n'
  const sections = GROUPS.map((group) => {
    const rows = ENTRIES.filter(([, variable]) => variable.group === group).map(
      ([name, variable]) =>
        `| \`${name}\` | ${facts(variable)} | ${variable.default === undefined || variable.default === '' ? '' : `\`${variable.default}\``} | ${variable.description} |`,
    )
    return `\n## ${group}\n\n| variable | form | default | meaning |\n|---|---|---|---|\n${rows.join('\n')}\n`
  })
  return head + sections.join('')
}

/** .env.example: every variable, commented out, with its meaning. */
export function environmentExample(): string {
  const sections = GROUPS.map((group) => {
    const lines = ENTRIES.filter(([, variable]) => variable.group === group).map(
      ([name, variable]) => `# ${variable.description}\n#${name}=${variable.default ?? ''}\n`,
    )
    return `# ${group}\n\n${lines.join('\n')}`
  })
  return `${sections.join('\n')}`
}
