/**
 * The algorithm of window.ts over Redis's own clock. KEYS: the windows. ARGV: for each of them its limit, grain in microseconds and
 * steps. A window is a list of grain and count in turns. Answers whether it was allowed, then for each window what is in it and the
 * microseconds until there is room for one more than now.
 */
export const TAKE_SCRIPT = `
local time = redis.call('TIME')
local clock = time[1] * 1000000 + time[2]
local windows, allowed = {}, 1
for at, key in ipairs(KEYS) do
  local max, grain, steps = tonumber(ARGV[at * 3 - 2]), tonumber(ARGV[at * 3 - 1]), tonumber(ARGV[at * 3])
  local held = redis.call('LRANGE', key, 0, -1)
  local stamp = math.max(math.floor(clock / grain), tonumber(held[#held - 1] or 0))
  local gone, used = 0, 0
  for pair = 1, #held, 2 do
    if tonumber(held[pair]) < stamp - steps then gone = pair + 1 else used = used + held[pair + 1] end
  end
  if used >= max then allowed = 0 end
  windows[at] = { held = held, max = max, grain = grain, steps = steps, stamp = stamp, gone = gone, used = used }
end
local answer = { allowed }
for at, key in ipairs(KEYS) do
  local window = windows[at]
  local held, stamp, grain = window.held, window.stamp, window.grain
  if window.gone > 0 then redis.call('LTRIM', key, window.gone, -1) end
  if allowed == 1 then
    if tonumber(held[#held - 1] or -1) == stamp then
      held[#held] = held[#held] + 1
      redis.call('LSET', key, -1, held[#held])
    else
      held[#held + 1] = stamp
      held[#held + 1] = 1
      redis.call('RPUSH', key, string.format('%.0f', stamp), 1)
    end
    redis.call('PEXPIRE', key, math.ceil(((stamp + window.steps + 1) * grain - clock) / 1000))
    window.used = window.used + 1
  end
  local to_leave, wait = math.max(1, window.used - window.max + 1), 0
  for pair = window.gone + 1, #held, 2 do
    to_leave = to_leave - held[pair + 1]
    if to_leave <= 0 then
      wait = (held[pair] + window.steps + 1) * grain - clock
      break
    end
  end
  answer[at * 2] = window.used
  answer[at * 2 + 1] = wait
end
return answer`
