import { auditCommand, doctor, migrateCommand, openapi, seed, userCommand } from './commands/administration.ts'
import { serve } from './commands/serve.ts'
import { USAGE, UsageError } from './commands/usage.ts'
import { worker } from './commands/worker.ts'
import { ConfigError } from './kernel/config/read.ts'
import { EmbeddedOwnedError } from './kernel/db/embedded.ts'

const EXIT_USAGE = 2
const EXIT_CONFIG = 78

/** Commands that end by themselves give their exit code; serve and worker run until a signal. */
const COMMANDS: Readonly<Record<string, (args: readonly string[]) => Promise<number | undefined>>> = {
  serve: async () => void (await serve()),
  worker: async () => void (await worker()),
  migrate: migrateCommand,
  doctor,
  seed,
  user: userCommand,
  audit: auditCommand,
  openapi,
}

function explain(error: unknown): number {
  const known = error instanceof ConfigError || error instanceof EmbeddedOwnedError || error instanceof UsageError
  process.stderr.write(
    known ? `${error.message}\n` : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  if (error instanceof UsageError) return EXIT_USAGE
  return known ? EXIT_CONFIG : 1
}

async function main(): Promise<void> {
  const [name = 'serve', ...args] = process.argv.slice(2).filter((arg) => arg !== '--dev')
  if (name === '--help' || name === 'help' || args.includes('--help')) return void process.stdout.write(USAGE)
  const command = COMMANDS[name]
  try {
    if (command === undefined) throw new UsageError(`There is no command ${name}.\n\n${USAGE}`)
    const code = await command(args)
    if (code !== undefined) process.exit(code)
  } catch (error) {
    process.exit(explain(error))
  }
}

await main()
