import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { EXIT_USAGE, isCommandName, USAGE } from './commands/usage.ts'
import { dataFolder } from './kernel/config/data-folder.ts'
import { processEnvironment } from './kernel/config/environment.ts'

const [name = 'serve', ...args] = process.argv.slice(2).filter((arg) => arg !== '--dev')
if (name === '--help' || name === 'help' || args.includes('--help')) {
  process.stdout.write(USAGE)
} else if (isCommandName(name)) {
  keepCompiledCode()
  const { run } = await import('./commands/run.ts')
  await run(name, args)
} else {
  process.stderr.write(`There is no command ${name}.\n\n${USAGE}\n`)
  process.exit(EXIT_USAGE)
}

/**
 * Later starts take modules as compiled by an earlier one. The folder is the owner's alone, unlike one in the system's temporary
 * folder: what lies there is run.
 */
function keepCompiledCode(): void {
  const formerMask = process.umask(0o077)
  enableCompileCache(join(dataFolder(processEnvironment()), 'compile-cache'))
  process.umask(formerMask)
}
