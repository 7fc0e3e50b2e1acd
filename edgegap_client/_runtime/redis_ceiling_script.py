"""The script of `max_active` for replicas. One call writes the data of a process, and grants permission to launches.

The key is a hash of one organisation. A field is a launch tag or the id of a deployment. Its value contains the time
until which it is counted by itself and not in the list, whether it counts, whether its stop was accepted, and the id of
the deployment. All times are by the clock of Redis. A launch that is not renewed does not count after that time: its
process is dead, and lists show its deployment.
"""

from __future__ import annotations

from typing import Final

__all__ = ["CEILING"]

CEILING: Final = """
local request, key = cjson.decode(ARGV[1]), KEYS[1]
local time = redis.call("TIME")
local now = tonumber(time[1]) + tonumber(time[2]) / 1e6
local response = {now = string.format("%.6f", now), names = {}, verdicts = {}}

-- A frozen Redis carries out what it had received when it goes on. Its sender has given it up then.
if request.not_after > 0 and now > request.not_after then
  response.is_late = true
  return cjson.encode(response)
end

local known, by_id = {}, {}
local fields = redis.call("HGETALL", key)
for i = 1, #fields, 2 do
  local name, value = fields[i], fields[i + 1]
  local ends, counts, stopping, id = string.match(value, "(%S+) (%S+) (%S+) (%S*)")
  if tonumber(ends) <= now then
    redis.call("HDEL", key, name)
  else
    known[name] = {ends = tonumber(ends), counts = counts == "1", stopping = stopping == "1", id = id}
    if id ~= "" then by_id[id] = name end
  end
end

local function write(name, each)
  known[name] = each
  if each.id ~= "" then by_id[each.id] = name end
  local value = string.format("%.6f %d %d %s", each.ends, each.counts and 1 or 0, each.stopping and 1 or 0, each.id)
  redis.call("HSET", key, name, value)
end

-- What a process knows of a deployment. Nobody takes back that one has ended.
for _, note in ipairs(request.notes) do
  local name, left, counts, stopping, id = unpack(note)
  if id ~= "" and by_id[id] then name = by_id[id] end
  local found = known[name]
  if found and not found.counts and counts == 1 then
    left = -1
  elseif left > 0 then
    if id == "" and found then id = found.id end
    if found and found.stopping then stopping = 1 end
    write(name, {ends = now + left, counts = counts == 1, stopping = stopping == 1, id = id})
  elseif found and not found.stopping then
    redis.call("HDEL", key, name)
    known[name] = nil
  end
end

if request.asks then
  local moment, certain, doubtful = tonumber(request.moment), request.listed, 0
  for name, counted in pairs(request.seen) do
    local each = known[name]
    if each then counted = each.counts and 1 or 0 end
    certain = certain + counted
  end
  for name, each in pairs(known) do
    local is_launch = string.sub(name, 1, #request.tag) == request.tag
    if is_launch and not request.seen[name] and each.counts and each.ends > moment then doubtful = doubtful + 1 end
  end
  for i, ask in ipairs(request.asks) do
    local tag, max_active = ask[1], ask[2]
    local active = certain + doubtful
    if known[tag] and known[tag].counts then
      response.verdicts[i] = {1, active, 1}
    elseif active < max_active then
      write(tag, {ends = now + request.lease, counts = true, stopping = false, id = ""})
      response.verdicts[i] = {1, active, 1}
      certain = certain + 1
    else
      response.verdicts[i] = {0, active, certain >= max_active and 1 or 0}
    end
  end
else
  for name, each in pairs(known) do
    response.names[#response.names + 1] = {name, each.counts and 1 or 0, each.stopping and 1 or 0, each.id}
  end
end
redis.call("PEXPIRE", key, math.ceil(1000 * (request.lease + 1)))
return cjson.encode(response)
"""
