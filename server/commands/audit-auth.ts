import { parseArgs } from 'node:util'
import type { Attack } from '../audit-auth/attack.ts'
import { isTestInstance, openTarget } from '../audit-auth/open-target.ts'
import { runAttacks } from '../audit-auth/run.ts'
import { SUITE } from '../audit-auth/suite.ts'
import { formatCounts, formatTable } from '../audit-auth/table.ts'
import { readInput } from './read-input.ts'
import { UsageError } from './usage.ts'

const TEXT = `plinth audit-auth <url> [--only J1,S,...] [--json] [--list]
    [--admin <address>]    an administrator of the instance, the password on standard input: for cases about roles and bans
    [--mailbox-url <url>]  where its mail can be read, as its own /api/dev/mailbox shows it
    [--forwarded]          the instance's TRUSTED_PROXIES names this machine, so requests may come from several networks
    [--force]              attack an instance that does not show that it is for tests`

const OPTIONS = {
  only: { type: 'string' },
  json: { type: 'boolean' },
  list: { type: 'boolean' },
  admin: { type: 'string' },
  'mailbox-url': { type: 'string' },
  forwarded: { type: 'boolean' },
  force: { type: 'boolean' },
} as const

const TERMINAL_WIDTH = 160

const print = (text: string): void => void process.stdout.write(`${text}\n`)
const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** `plinth audit-auth <url>`: attacks a test instance's sign-in over HTTP and prints what held; exit 1 when anything did not. */
export async function auditAuth(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args)
  const attacks = choose(values.only)
  if (values.list === true) {
    for (const { id, attack, expected } of attacks) print(`${id.padEnd(6)} ${attack}\n       ${expected}`)
    return 0
  }
  const url = urlOf(positionals)
  if (values.force !== true && !(await isTestInstance(url))) {
    say(`${url} shows no development mailbox, so it may be one that people use: nothing was tried.\n`)
    say('The attacks lock accounts, register people and load the server. --force runs them all the same.')
    return 1
  }
  const administrator = values.admin === undefined ? null : { email: values.admin, password: await readInput() }
  const target = await openTarget({
    urls: [url],
    mailboxUrl: values['mailbox-url'],
    administrator,
    forwarded: values.forwarded ?? false,
  })
  await warnOfLimits(url)
  const results = await runAttacks(attacks, target, ({ id, verdict }) => say(`${id.padEnd(6)} ${verdict}`))
  if (values.json === true) print(JSON.stringify({ url, results }, null, 2))
  else print(`\n${formatTable(results, process.stdout.columns ?? TERMINAL_WIDTH)}`)
  if (values.json === true) say(formatCounts(results))
  return results.some(({ verdict }) => verdict === 'BROKEN' || verdict === 'error') ? 1 : 0
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${TEXT}`)
  }
}

/** `J1,S` are the case J1 and every case of the letter S. */
function choose(only: string | undefined): Attack[] {
  if (only === undefined) return [...SUITE]
  const wanted = only.split(',').map((one) => one.trim().toUpperCase())
  const chosen = SUITE.filter(({ id }) =>
    wanted.some((one) => id.toUpperCase() === one || (/^[A-Z]$/.test(one) && id.startsWith(one))),
  )
  if (chosen.length === 0) throw new UsageError(`No case is called ${only}; --list names them.\n\n${TEXT}`)
  return chosen
}

function urlOf([url, ...rest]: readonly string[]): string {
  if (url === undefined || rest.length > 0 || !URL.canParse(url)) throw new UsageError(TEXT)
  return new URL(url).origin
}

async function warnOfLimits(url: string): Promise<void> {
  const answer = await fetch(`${url}/api/auth/csrf`)
  if (answer.headers.has('ratelimit-policy'))
    say(
      'The instance limits requests, so the suite waits when it is told to: with RATE_LIMITS=off it takes a minute.\n',
    )
}
