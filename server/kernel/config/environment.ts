import { existsSync, readFileSync } from 'node:fs'
import { parseEnv } from 'node:util'
import type { Environment } from './read.ts'

/** The process's environment; outside production `.env` in the working folder fills what is not set. The only reader of process.env. */
export function processEnvironment(): Environment {
  const own = process.env
  if (own.NODE_ENV === 'production' || !existsSync('.env')) return own
  return { ...parseEnv(readFileSync('.env', 'utf8')), ...own }
}
