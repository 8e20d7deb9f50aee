import { ConfigError } from '../kernel/config/read.ts'
import { EmbeddedOwnedError } from '../kernel/db/embedded.ts'
import { auditCommand, doctor, migrateCommand, openapi, seed, userCommand } from './administration.ts'
import { keysCommand } from './keys.ts'
import { reconcileCommand } from './reconcile.ts'
import { secretsCommand } from './secrets.ts'
import { serve } from './serve.ts'
import { type CommandName, EXIT_USAGE, UsageError } from './usage.ts'
import { worker } from './worker.ts'

const EXIT_CONFIG = 78

/** Commands that end by themselves give their exit code; serve and worker run until a signal. */
const COMMANDS: Readonly<Record<CommandName, (args: readonly string[]) => Promise<number | undefined>>> = {
  serve: async () => void (await serve()),
  worker: async () => void (await worker()),
  migrate: migrateCommand,
  doctor,
  seed,
  user: userCommand,
  audit: auditCommand,
  'audit-auth': async (args) => (await import('./audit-auth.ts')).auditAuth(args),
  simulate: async (args) => (await import('./simulate.ts')).simulate(args),
  keys: keysCommand,
  secrets: secretsCommand,
  reconcile: reconcileCommand,
  openapi,
}

/** Runs a command to its end, or until it serves; ends the process with the command's code, or with that of its error. */
export async function run(name: CommandName, args: readonly string[]): Promise<void> {
  try {
    const code = await COMMANDS[name](args)
    if (code !== undefined) {
      await written()
      process.exit(code)
    }
  } catch (error) {
    process.exit(explain(error))
  }
}

/** What was printed has reached the pipe: an exit does not wait for its reader. */
function written(): Promise<void> {
  return new Promise((resolve) => void process.stdout.write('', () => resolve()))
}

function explain(error: unknown): number {
  const known = error instanceof ConfigError || error instanceof EmbeddedOwnedError || error instanceof UsageError
  process.stderr.write(
    known ? `${error.message}\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  if (error instanceof UsageError) return EXIT_USAGE
  return known ? EXIT_CONFIG : 1
}
