/** The command line asks for something that does not exist: exit 2 with this text. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const EXIT_USAGE = 2
/** EX_CONFIG of sysexits.h. */
export const EXIT_CONFIG = 78

const COMMAND_NAMES = [
  'serve',
  'worker',
  'migrate',
  'doctor',
  'seed',
  'user',
  'audit',
  'audit-auth',
  'simulate',
  'keys',
  'secrets',
  'reconcile',
  'openapi',
] as const

export type CommandName = (typeof COMMAND_NAMES)[number]

export function isCommandName(name: string): name is CommandName {
  return (COMMAND_NAMES as readonly string[]).includes(name)
}

export const USAGE = `plinth <command>

  serve                 the server: HTTP, and jobs unless EMBEDDED_JOBS=false
  worker                jobs only, beside serve processes on the same database
  migrate [--check]     bring the schema up to date, or only tell
  doctor                each variable and setting with its source, what is to be said of them, and the checks of database, disk, mail
  seed                  demo data (not in production)
  user create           --email <address> --admin [--name <name>]; password on standard input
  user import           <file> --format auth0|supabase|firebase|csv [--dry-run]; accounts of another system's export
  audit verify          walk the audit chain
  audit-auth <url> ...  attack the sign-in of a test instance over HTTP and print what held; --list, --only, --json, --admin
  simulate              stand-ins of Stripe, PayPal and M-Pesa on this machine; prints the environment that uses them; [stripe|paypal|mpesa]
  keys rotate           the next JWT_KEYS, with a new key that signs; [--algorithm ES256|RS256] [--drop <kid>] [--out <file>]
  secrets rotate        brings all that is sealed under the first of ENCRYPTION_KEYS, beside running servers; [--new-keys]
  reconcile <provider>  compare a payment provider's lists with what is known here; [--dry-run] [--from <instant>] [--to <instant>]
  openapi               print the contract

Exit codes: 0 done, 1 failed, 2 usage, 78 bad configuration. Environment: contract/env.md.
`
