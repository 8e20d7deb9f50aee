import { parseArgs } from 'node:util'
import type { Attack } from '../audit-auth/attack.ts'
import { openProps } from '../audit-auth/open-props.ts'
import { isTestInstance, openTarget } from '../audit-auth/open-target.ts'
import { runAttacks } from '../audit-auth/run.ts'
import { SUITE } from '../audit-auth/suite.ts'
import { formatCounts, formatTable } from '../audit-auth/table.ts'
import type { Result } from '../audit-auth/trial.ts'
import { readInput } from './read-input.ts'
import { UsageError } from './usage.ts'

const TEXT = `plinth audit-auth <url> [<url> ...] [--only J1,S,...] [--shared] [--thorough] [--json] [--list]
    <url> <url>            processes on one database: every request goes to the next of them, also within a race
    --only <cases>         single cases, or all of a letter
    --shared               only races and what processes share: what a second process could get wrong
    --thorough             more samples of times, every value of the database
    --admin <address>      an administrator of the instance, the password on standard input: for cases about roles and bans
    --forwarded            the instance's TRUSTED_PROXIES names this machine, so requests may come from several networks
    --origin <url>         the instance's PUBLIC_URL, where it is not <url>: for passkeys
    --mailbox-url <url>    where its mail can be read, as its own /api/dev/mailbox shows it
    --smtp-sink <url>      takes the instance's mail there, smtp://127.0.0.1:2525: its SMTP_URL
    --provider <url>       serves an evil OpenID provider there, http://127.0.0.1:4600: its OIDC_PROVIDERS, see the guide
    --database <url>       the instance's DATABASE_URL: for cases that age rows or read all of them
    --log <file>           what the instance prints: for cases that look for secrets in it
    --jwt-keys <file>      the instance's JWT_KEYS: for cases that sign with its keys
    --force                attack an instance that does not show that it is for tests`

const OPTIONS = {
  only: { type: 'string' },
  shared: { type: 'boolean' },
  thorough: { type: 'boolean' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  admin: { type: 'string' },
  forwarded: { type: 'boolean' },
  origin: { type: 'string' },
  'mailbox-url': { type: 'string' },
  'smtp-sink': { type: 'string' },
  provider: { type: 'string' },
  database: { type: 'string' },
  log: { type: 'string' },
  'jwt-keys': { type: 'string' },
  force: { type: 'boolean' },
} as const

const TERMINAL_WIDTH = 160

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** `plinth audit-auth <url>`: attacks a test instance's sign-in over HTTP and prints what held; exit 1 when anything did not. */
export async function auditAuth(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args)
  const attacks = choose(values)
  if (values.list === true) {
    for (const { id, attack, expected } of attacks) print(`${id.padEnd(6)} ${attack}\n       ${expected}`)
    return 0
  }
  const urls = urlsOf(positionals, values)
  if (values.force !== true && !(await isTestInstance(urls[0] ?? ''))) {
    say(`${urls[0]} shows no development mailbox, so it may be one that people use: nothing was tried.\n`)
    say('The attacks lock accounts, register people and load the server. --force runs them all the same.')
    return 1
  }
  const results = await attack(urls, attacks, values)
  if (values.json === true) print(JSON.stringify({ url: urls[0], urls, results }, null, 2))
  else print(`\n${formatTable(results, process.stdout.columns ?? TERMINAL_WIDTH)}`)
  if (values.json === true) say(formatCounts(results))
  return results.some(({ verdict }) => verdict === 'BROKEN' || verdict === 'error') ? 1 : 0
}

type Values = ReturnType<typeof parse>['values']

async function attack(urls: readonly string[], attacks: readonly Attack[], values: Values): Promise<Result[]> {
  const administrator = values.admin === undefined ? null : { email: values.admin, password: await readInput() }
  const { props, close } = await openProps(urls, {
    mailboxUrl: values['mailbox-url'],
    smtpUrl: values['smtp-sink'],
    providerUrl: values.provider,
    databaseUrl: values.database,
    logFile: values.log,
    keysFile: values['jwt-keys'],
    origin: values.origin,
  })
  try {
    const target = await openTarget({ urls, administrator, forwarded: values.forwarded ?? false, props })
    await warnOfLimits(urls[0] ?? '')
    const thorough = values.thorough ?? false
    return await runAttacks(attacks, { ...target, thorough }, ({ id, verdict }) => say(`${id.padEnd(6)} ${verdict}`))
  } finally {
    await close()
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${TEXT}`)
  }
}

/** `J1,S` are the case J1 and every case of the letter S. */
function choose({ only, shared }: Values): Attack[] {
  const offered = SUITE.filter((one) => shared !== true || one.shared === true)
  if (only === undefined) return offered
  const wanted = only.split(',').map((one) => one.trim().toUpperCase())
  const chosen = offered.filter(({ id }) =>
    wanted.some((one) => id.toUpperCase() === one || (/^[A-Z]$/.test(one) && id.startsWith(one))),
  )
  if (chosen.length === 0) throw new UsageError(`No case is called ${only}; --list names them.\n\n${TEXT}`)
  return chosen
}

const ADDRESSES = ['origin', 'mailbox-url', 'smtp-sink', 'provider', 'database'] as const

function urlsOf(positionals: readonly string[], values: Values): string[] {
  const given = [...positionals, ...ADDRESSES.flatMap((name) => values[name] ?? [])]
  if (positionals.length === 0 || !given.every((one) => URL.canParse(one))) throw new UsageError(TEXT)
  return positionals.map((one) => new URL(one).origin)
}

async function warnOfLimits(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/auth/csrf`)
  if (answer.headers.has('ratelimit-policy'))
    say(
      'The instance limits requests, so the suite waits when it is told to: with RATE_LIMITS=off it takes a minute.\n',
    )
}
