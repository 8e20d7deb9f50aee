/**
 * The algorithm of window.ts over Redis's own clock. KEYS: the windows. ARGV: for each of them its limit, grain in microseconds and
 * steps. Answers whether it was allowed, then for each window what is in it and the microseconds until there is room for one more than
 * now.
 *
 * A window is a string of doubles: how many had left it, then in turns a grain and how many there had ever been up to its end, oldest
 * first. Only the ends are looked at; each window is one read and at most one write. What left is written even when the request is refused:
 * a clock that steps back brings nothing back.
 */
export const TAKE_SCRIPT = `
local call, pack, unpacked = redis.call, struct.pack, struct.unpack
local time = call('TIME')
local clock = time[1] * 1000000 + time[2]
local windows, allowed = {}, 1
for at, key in ipairs(KEYS) do
  local max, grain, steps = tonumber(ARGV[at * 3 - 2]), tonumber(ARGV[at * 3 - 1]), tonumber(ARGV[at * 3])
  local stamp, left, total, newest, gone = math.floor(clock / grain), 0, 0, nil, 0
  local held = call('GET', key) or ''
  if held ~= '' then
    left = unpacked('<d', held)
    newest, total = unpacked('<dd', held, #held - 15)
    if newest > stamp then stamp = newest end
    while gone + 8 < #held and unpacked('<d', held, gone + 9) < stamp - steps do
      left = unpacked('<d', held, gone + 17)
      gone = gone + 16
    end
    if gone + 8 == #held then left, total, newest = 0, 0, nil end
  end
  if total - left >= max then allowed = 0 end
  windows[at] = { max, grain, steps, stamp, left, total, newest, string.sub(held, gone + 9), gone }
end
local answer = { allowed }
for at, key in ipairs(KEYS) do
  local max, grain, steps, stamp, left, total, newest, held, gone = unpack(windows[at], 1, 9)
  if allowed == 1 then
    total = total + 1
    if newest == stamp then held = string.sub(held, 1, -9) .. pack('<d', total)
    else held = held .. pack('<dd', stamp, total) end
    call('SET', key, pack('<d', left) .. held, 'PX', math.ceil(((stamp + steps + 1) * grain - clock) / 1000))
  elseif gone > 0 and held == '' then
    call('DEL', key)
  elseif gone > 0 then
    call('SET', key, pack('<d', left) .. held, 'KEEPTTL')
  end
  local to_leave, leaving, wait = total - left - max + 1, 1, 0
  while leaving < #held - 16 and unpacked('<d', held, leaving + 8) - left < to_leave do leaving = leaving + 16 end
  if held ~= '' then wait = (unpacked('<d', held, leaving) + steps + 1) * grain - clock end
  answer[at * 2] = total - left
  answer[at * 2 + 1] = wait
end
return answer`
