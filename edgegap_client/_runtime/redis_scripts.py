"""The scripts that run in the Redis server for replicas. Each script has one key."""

from __future__ import annotations

from typing import Final

__all__ = ["ADD_NEWS", "COUNT_REPLICAS", "LEAD", "SHARE"]

# A process without a report for this long counts as gone: one second for its lease, one second in which its last
# requests count, and one second for the network.
TTL_SECONDS: Final = 3.0
# A process without a report for this long no longer waits.
WAITS_SECONDS: Final = 1.0
# After an outage of the store, processes observe their shares for this long, until all others are back.
RECOVERY_SECONDS: Final = 1.5

# Share one limit among processes. The key is a hash with a field for each process, and the fields `pause` and
# `recovery`. A process sends its whole state, so a lost or late command is harmless. Each process gets the requested
# capacity, but no more than a fair share if others wait. A remainder that cannot be divided goes to the processes that
# began to wait first.
SHARE: Final = """
local me, number, rate = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local held, wants, frees_in = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local pause, replicas = tonumber(ARGV[7]), tonumber(ARGV[8])
local leaves_in = tonumber(ARGV[9])
local ttl, waits, recovery = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local fields = redis.call("HGETALL", KEYS[1])
local mine = {name = me, held = held, demand = math.max(held, wants), since = now}
local all, taken, next_free = {mine}, held, nil
local paused_until, recovers_until, shares = 0, 0, 0
for i = 1, #fields, 2 do
  local name, value = fields[i], fields[i + 1]
  if name == "pause" then
    paused_until = tonumber(value)
  elseif name == "recovery" then
    local moment, count = string.match(value, "(%S+) (%S+)")
    recovers_until, shares = tonumber(moment), tonumber(count)
  else
    local its_number, seen, has, wanted, since, ends = string.match(value, "(%S+) (%S+) (%S+) (%S+) (%S+) (%S+)")
    seen, has, since = tonumber(seen), tonumber(has), tonumber(since)
    if name == me then
      if tonumber(its_number) >= number then return false end
      if held >= has then mine.since = math.min(since, now) end
    elseif seen + ttl < now or seen > now + ttl then
      redis.call("HDEL", KEYS[1], name)
    else
      local demand = has
      if seen + waits > now then demand = math.max(has, tonumber(wanted)) end
      all[#all + 1] = {name = name, held = has, demand = demand, since = since}
      taken = taken + has
      if has > 0 then next_free = math.min(next_free or tonumber(ends), tonumber(ends)) end
    end
  end
end
if replicas > 0 then
  recovers_until, shares = now + recovery, math.max(replicas, now < recovers_until and shares or 0)
  redis.call("HSET", KEYS[1], "recovery", string.format("%.6f %d", recovers_until, shares))
end
if pause > 0 and now + pause > paused_until + 0.05 then
  paused_until = now + pause
  redis.call("HSET", KEYS[1], "pause", string.format("%.6f", paused_until))
end
table.sort(all, function(a, b)
  if a.demand ~= b.demand then return a.demand < b.demand end
  return a.name < b.name
end)
local left = rate
for i, each in ipairs(all) do
  local level = math.floor(left / (#all - i + 1))
  if each.demand > level then
    local rest = {}
    for j = i, #all do
      all[j].target = level
      rest[#rest + 1] = all[j]
    end
    table.sort(rest, function(a, b)
      if a.since ~= b.since then return a.since < b.since end
      return a.name < b.name
    end)
    for j = 1, left - level * #rest do rest[j].target = level + 1 end
    break
  end
  each.target = each.demand
  left = left - each.demand
end
local target = mine.target
if now < recovers_until then target = math.min(target, math.max(held, math.floor(rate / shares))) end
local leased = held + math.max(0, math.min(rate - taken, target - held))
if leased > held or wants <= leased then mine.since = now end
local seen = now
if leaves_in >= 0 then leased, wants, seen = held, 0, now + leaves_in - ttl end
local state = string.format("%d %.6f %d %d %.6f %.6f", number, seen, leased, wants, mine.since, now + frees_in)
redis.call("HSET", KEYS[1], me, state)
redis.call("PEXPIRE", KEYS[1], math.ceil(1000 * (ttl + math.max(0, paused_until - now))))
return {
  leased, target, #all,
  string.format("%.6f", math.max(0, (next_free or now) - now)),
  string.format("%.6f", math.max(0, paused_until - now))
}
"""

# Note that a process lives or leaves, and count the living processes. The key is a sorted set. The second number is 1
# if the set did not contain this process: it is new, was suspended, or Redis has lost its data.
COUNT_REPLICAS: Final = """
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local ttl, is_new = tonumber(ARGV[2]), 0
if ARGV[3] == "leave" then
  redis.call("ZREM", KEYS[1], ARGV[1])
else
  is_new = redis.call("ZADD", KEYS[1], string.format("%.6f", now), ARGV[1])
end
redis.call("ZREMRANGEBYSCORE", KEYS[1], "-inf", string.format("(%.6f", now - ttl))
redis.call("ZREMRANGEBYSCORE", KEYS[1], string.format("(%.6f", now + ttl), "+inf")
redis.call("PEXPIRE", KEYS[1], math.ceil(1000 * ttl))
return {redis.call("ZCARD", KEYS[1]), is_new}
"""

# Add messages to a stream of news with an approximate maximum length and a time to live. Return the time of the server
# in milliseconds, which is the prefix of the messages' names. Without a message, only return the time.
ADD_NEWS: Final = """
local time = redis.call("TIME")
for i = 3, #ARGV do
  redis.call("XADD", KEYS[1], "MAXLEN", "~", ARGV[1], "*", "message", ARGV[i])
end
if #ARGV > 2 then redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
"""

# Take, renew, read or return the lease of the leader. The key contains the name of the leader, and the start of its
# lead. With positive milliseconds, the script takes or renews the lease for this time, if no other process has it. With
# 0 it only reads, and with -1 it returns the lease. It returns the leader, the start of its lead, and the time of the
# server in milliseconds.
LEAD: Final = """
local me, ttl = ARGV[1], tonumber(ARGV[2])
local time = redis.call("TIME")
local name, since = string.match(redis.call("GET", KEYS[1]) or "", "^(%S+) (%S+)$")
if ttl < 0 and name == me then
  redis.call("DEL", KEYS[1])
  name, since = nil, nil
elseif ttl > 0 and (not name or name == me) then
  name, since = me, since or time[1] .. "." .. string.format("%06d", tonumber(time[2]))
  redis.call("SET", KEYS[1], name .. " " .. since, "PX", ttl)
end
return {name or "", since or "", tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)}
"""
