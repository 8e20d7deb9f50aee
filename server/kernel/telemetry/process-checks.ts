import { statfs } from 'node:fs/promises'
import type { Db } from '../db/database.ts'
import type { HealthCheck } from './health.ts'

const FREE_BYTES_MIN = 500_000_000
const CLOCK_SKEW_MAX_MS = 2_000
const SERVER_VERSION_MIN = 150_000
/** Of a transaction: nothing of ours takes longer than a migration or a backup. */
const SNAPSHOT_SECONDS_MAX = 600

/** PostgreSQL answers, is new enough and syncs what it acknowledges. */
export function databaseCheck(db: Db): HealthCheck {
  return {
    name: 'postgres',
    ready: true,
    async run() {
      const [row] = await db.raw<{ version: string; fsync: string; commit: string }>(
        "SELECT current_setting('server_version_num') AS version, current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
      )
      if (row === undefined) return { status: 'fail', observed: 'no answer' }
      if (Number(row.version) < SERVER_VERSION_MIN)
        return { status: 'fail', observed: `server version ${row.version}`, fix: 'Use PostgreSQL 15 or newer.' }
      if (row.fsync !== 'on' || row.commit === 'off') {
        return {
          status: 'warn',
          observed: `fsync ${row.fsync}, synchronous_commit ${row.commit}`,
          fix: 'Turn both on: otherwise acknowledged writes can be lost at power loss.',
        }
      }
      return { status: 'pass', observed: `version ${row.version}` }
    },
  }
}

/** The database's clock agrees with ours: tokens and schedules are compared across both. */
export function clockCheck(db: Db, nowMs: () => number): HealthCheck {
  return {
    name: 'clock',
    ready: false,
    async run() {
      const [row] = await db.raw<{ at: Date }>('SELECT clock_timestamp() AS at')
      const skewMs = Math.abs(nowMs() - (row?.at.getTime() ?? 0))
      const observed = `${Math.round(skewMs)} ms apart`
      return skewMs <= CLOCK_SKEW_MAX_MS
        ? { status: 'pass', observed }
        : { status: 'warn', observed, fix: 'Synchronise the clocks of server and database (NTP).' }
    },
  }
}

/** The role is not a superuser: a hole in a query must not own the cluster. */
export function roleCheck(db: Db): HealthCheck {
  return {
    name: 'database-role',
    ready: false,
    async run() {
      const [row] = await db.raw<{ name: string; super: boolean }>(
        'SELECT rolname AS name, rolsuper AS super FROM pg_roles WHERE rolname = current_user',
      )
      if (row?.super === true)
        return {
          status: 'warn',
          observed: `${row.name} is a superuser`,
          fix: 'Connect as a role that only owns its database.',
        }
      return { status: 'pass', observed: row?.name ?? 'unknown' }
    },
  }
}

/** No transaction has been open so long that what dies meanwhile, jobs above all, cannot be cleared away. Sees those of our own role, or all with pg_monitor. */
export function snapshotCheck(db: Db, secondsMax = SNAPSHOT_SECONDS_MAX): HealthCheck {
  return {
    name: 'oldest-snapshot',
    ready: false,
    async run() {
      const [row] = await db.raw<{ pid: number; program: string; seconds: number }>(
        `SELECT pid, application_name AS program, extract(epoch FROM clock_timestamp() - xact_start)::float8 AS seconds
          FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND backend_xmin IS NOT NULL
            AND pid <> pg_backend_pid() AND xact_start < clock_timestamp() - $1 * interval '1 second' ORDER BY xact_start LIMIT 1`,
        [secondsMax],
      )
      if (row === undefined) return { status: 'pass', observed: `none older than ${secondsMax} s` }
      return {
        status: 'warn',
        observed: `process ${row.pid} of PostgreSQL (${row.program || 'unnamed'}), ${Math.round(row.seconds)} s`,
        fix: `End the transaction: SELECT pg_terminate_backend(${row.pid}). Until then VACUUM clears nothing away and jobs become slower.`,
      }
    },
  }
}

/** The data folder has room. */
export function diskCheck(folder: string): HealthCheck {
  return {
    name: 'disk',
    ready: false,
    async run() {
      const { bavail, bsize } = await statfs(folder)
      const free = bavail * bsize
      const observed = `${Math.round(free / 1e6)} MB free`
      return free >= FREE_BYTES_MIN
        ? { status: 'pass', observed }
        : { status: 'warn', observed, fix: `Free space on the disk of ${folder}.` }
    },
  }
}

/** Notices of other processes arrive. */
export function busCheck(healthy: () => boolean): HealthCheck {
  return {
    name: 'bus',
    ready: false,
    run: async () =>
      healthy()
        ? { status: 'pass', observed: 'PostgreSQL NOTIFY' }
        : {
            status: 'warn',
            observed: 'not connected',
            fix: 'Sessions and cached values are read from the database until it is back.',
          },
  }
}
