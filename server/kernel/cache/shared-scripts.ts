import type { Redis } from 'ioredis'

/**
 * Looks a value up, or takes the lease to load it. A mark stands for the generation of a tag: a random text, drawn anew when there is
 * none. A counter would not do: lost with a restart or an eviction, it would come by its former values again and revive what was
 * stored under them. KEYS: value, lease, marks. ARGV: mark to draw, lease token, life of the lease and of marks in ms, least life
 * left in ms. Answers state, stored text or nothing, its life left, the marks.
 */
const FIND = `
local marks = redis.call('MGET', unpack(KEYS, 3))
for at = 1, #marks do
  if not marks[at] then
    marks[at] = ARGV[1]
    redis.call('SET', KEYS[at + 2], ARGV[1], 'PX', ARGV[4])
  end
end
local stamp = table.concat(marks, ',') .. '\\n'
local kept = redis.call('GET', KEYS[1])
local left = 0
if kept and string.sub(kept, 1, #stamp) == stamp then
  kept = string.sub(kept, #stamp + 1)
  left = redis.call('PTTL', KEYS[1])
else kept = false end
if left > tonumber(ARGV[5]) then return { 'hit', kept, left, stamp } end
if redis.call('SET', KEYS[2], ARGV[2], 'NX', 'PX', ARGV[3]) then return { 'lead', kept, left, stamp } end
if redis.call('GET', KEYS[2]) == 'failed' then return { 'failed', kept, left, stamp } end
return { 'wait', kept, left, stamp }`

/**
 * Stores what was loaded under a lease, unless the lease was taken away (the value was invalidated) or a mark changed (a tag was).
 * KEYS: as FIND. ARGV: lease token, marks as FIND gave them, text, life in ms. Answers 1, or 0 when refused.
 */
const STORE = `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[2])
local marks = redis.call('MGET', unpack(KEYS, 3))
for at = 1, #marks do marks[at] = marks[at] or '' end
if table.concat(marks, ',') .. '\\n' ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[2] .. ARGV[3], 'PX', ARGV[4])
return 1`

/** Keeps a lease that nobody took away. KEYS: lease. ARGV: lease token, its life in ms. */
const EXTEND = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

/** Tells those who wait that the load failed, for a moment. KEYS: lease. ARGV: lease token, ms. */
const FAIL = `
if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('SET', KEYS[1], 'failed', 'PX', ARGV[2]) end
return 0`

/**
 * Takes away values, leases and marks, once for each notice however many processes heard it. Needs no memory, so it also works when
 * there is none left. KEYS: that it was done, what goes. ARGV: how long the former is remembered, in ms.
 */
const DROP = `
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
for at = 2, #KEYS do redis.call('UNLINK', KEYS[at]) end
redis.pcall('SET', KEYS[1], 1, 'PX', ARGV[1])
return 1`

type FindReply = [state: 'hit' | 'lead' | 'wait' | 'failed', text: string | null, leftMs: number, stamp: string]

type Keyed<Reply> = (keyCount: number, ...keysAndValues: (string | number)[]) => Promise<Reply>

type Scripted = Redis & {
  plinthCacheFind: Keyed<FindReply>
  plinthCacheStore: Keyed<0 | 1>
  plinthCacheExtend: Keyed<0 | 1>
  plinthCacheFail: Keyed<0>
  plinthCacheDrop: Keyed<0 | 1>
}

const scripted = new WeakSet<Redis>()

/** The client with the cache's scripts, each of which is one atomic step. */
export function withCacheScripts(client: Redis): Scripted {
  if (!scripted.has(client)) {
    client.defineCommand('plinthCacheFind', { lua: FIND })
    client.defineCommand('plinthCacheStore', { lua: STORE })
    client.defineCommand('plinthCacheExtend', { lua: EXTEND })
    client.defineCommand('plinthCacheFail', { lua: FAIL })
    client.defineCommand('plinthCacheDrop', { lua: DROP })
    scripted.add(client)
  }
  return client as Scripted
}
