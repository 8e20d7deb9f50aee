/** The command line asks for something that does not exist: exit 2 with this text. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const USAGE = `plinth <command>

  serve                 the server: HTTP, and jobs unless EMBEDDED_JOBS=false
  worker                jobs only, beside serve processes on the same database
  migrate [--check]     bring the schema up to date, or only tell
  doctor                check configuration, database, disk, mail; what to do about each finding
  seed                  demo data (not in production)
  user create           --email <address> --admin [--name <name>]; password on standard input
  audit verify          walk the audit chain
  openapi               print the contract

Exit codes: 0 done, 1 failed, 2 usage, 78 bad configuration. Environment: contract/env.md.
`
