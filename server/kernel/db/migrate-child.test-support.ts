import { pathToFileURL } from 'node:url'
import { migrate } from './migrations.ts'

/** Migrates in a process of its own, so that a test can kill it half-way: `node <this> <url> <folder>`. */
const [, , url = '', folder = ''] = process.argv
await migrate(url, [{ name: 'child', migrations: pathToFileURL(`${folder}/`) }])
