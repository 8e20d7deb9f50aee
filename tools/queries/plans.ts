import type pg from 'pg'

export interface Planned {
  readonly schema: string
  readonly statement: string
  readonly plan: string
}

interface Statement {
  readonly schema: string
  /** As sent; lists of parameters at the length that was first seen. */
  readonly text: string
  /** The same for every length of a list of parameters. */
  readonly shown: string
}

/** The statements on the given schemas, each once whatever the length of its lists; what the job engine sends on its own tables is left out. */
export function statementsOf(texts: Iterable<string>, schemas: readonly string[]): Statement[] {
  const schemaOf = new RegExp(`(?<![\\w'".])"?(${schemas.join('|')})"?\\.`)
  const byShape = new Map<string, Statement>()
  for (const text of [...texts].sort()) {
    const schema = schemaOf.exec(text)?.[1]
    if (schema === undefined || /pgboss/.test(text) || !/^\s*(with|select|insert|update|delete)\b/i.test(text)) continue
    const shown = shape(text)
    if (!byShape.has(shown)) byShape.set(shown, { schema, text, shown })
  }
  return [...byShape.values()]
}

const listOfParameters = /\(\$\d+(?:::\w+)?(?:, ?\$\d+(?:::\w+)?)*\)/g

/** One form for all lengths of lists, parameters numbered in order of appearance. */
function shape(text: string): string {
  const lists = text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\b(in|values) ((?:\(\$\d[^()]*\)(?:, )?)+)/gi, (_all, word: string, rows: string) => {
      const [first = ''] = rows.match(listOfParameters) ?? []
      return `${word} ${/^in$/i.test(word) ? '($list)' : first === '' ? rows : first.replaceAll(/\$\d+/g, '$value')}${/, $/.test(rows) ? ', ' : ''}`
    })
  const numbers = new Map<string, number>()
  return lists.replace(/\$\d+/g, (name) => {
    if (!numbers.has(name)) numbers.set(name, numbers.size + 1)
    return `$${numbers.get(name)}`
  })
}

/** Plans each statement for any values of its parameters. Throws with the statement that cannot be planned. */
export async function explain(client: pg.Client, statements: readonly Statement[]): Promise<Planned[]> {
  const planned: Planned[] = []
  for (const { schema, text, shown } of statements) {
    const { rows } = await client
      .query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF, GENERIC_PLAN) ${text}`)
      .catch((error: Error) => {
        throw new Error(`${error.message}: ${text}`, { cause: error })
      })
    planned.push({ schema, statement: shown, plan: rows.map((row) => unnumbered(row['QUERY PLAN'])).join('\n') })
  }
  return planned
}

/** A list's length shows in conditions of the plan as well. */
function unnumbered(line: string): string {
  return line
    .replace(/ANY \(ARRAY\[[^\]]*\]\)/g, 'ANY (list)')
    .replace(/ANY \('\{[^}]*\}'::[\w[\]]+\)/g, 'ANY (list)')
    .replace(/\$\d+/g, '$n')
}

const breaksBefore =
  / (from|where|group by|order by|limit|returning|on conflict|inner join|left join|join|set|values|union all|for update) /gi

export function queriesDocument(planned: readonly Planned[]): string {
  const sections = [...new Set(planned.map(({ schema }) => schema))].sort().map((schema) => {
    const own = planned.filter((one) => one.schema === schema).sort((a, b) => (a.statement < b.statement ? -1 : 1))
    const blocks = own.map(({ statement, plan }) => {
      const lines = statement.replace(breaksBefore, (_all, words: string) => `\n${words} `)
      return `\`\`\`sql\n${lines}\n\`\`\`\n\n\`\`\`\n${plan}\n\`\`\`\n`
    })
    return `## ${schema}\n\n${blocks.join('\n')}`
  })
  return `# Queries

What the program sends to its own schemas in representative calls, and how PostgreSQL 18 plans it on tables of some 2,000 rows
for any values (\`EXPLAIN (COSTS OFF, GENERIC_PLAN)\`). Written by \`npm run queries\`: a changed query shows here in review.

${sections.join('\n')}`
}
