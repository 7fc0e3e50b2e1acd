"""The script of the ledger in Redis. One call does all steps of a request atomically, by the clock of Redis.

Each process has one hash with its lease and its entries. Redis evicts them together or not at all, so an eviction never
makes a living process look dead. An entry with a key has a second name for the look-up by key, and an entry with a
deployment has one for the look-up by deployment. All names have the same hash tag, so that they are in one slot of a
Redis Cluster.

A process is dead if its lease has expired and Redis was reachable for the length of a lease until now. So after an
outage, living processes get time to renew their leases. If Redis comes back with older data, the script takes over
nothing from processes that it has not seen since: they may have handed over the deployments that are still in launch in
the old data.
"""

from typing import Final

__all__ = ["SCRIPT"]

SCRIPT: Final = """
local beat, processes = KEYS[1], KEYS[2]
local root, request = ARGV[1], cjson.decode(ARGV[2])
local lease, kept = request.lease, math.floor(request.kept * 1000)
local clock = redis.call("TIME")
local now = tonumber(clock[1]) + tonumber(clock[2]) / 1e6

local function text(seconds) return string.format("%.6f", seconds) end
local function respond(status, response)
  response.status, response.now = status, text(now)
  return cjson.encode(response)
end

-- A frozen Redis carries out what it had received when it goes on. Its sender has given it up then.
if request.not_after > 0 and now > request.not_after then return respond("late", {}) end

local function process(owner) return root .. "process:" .. owner end
local me = process(request.owner)
local function stored(owner, field) return tonumber(redis.call("HGET", process(owner), field) or "0") end

-- Since when Redis can be reached, and when it came back with older data.
local times = redis.call("HMGET", beat, "last", "steady", "restored", "count")
local last, steady = tonumber(times[1] or "0"), tonumber(times[2] or "0")
local restored, count = tonumber(times[3] or "0"), tonumber(times[4] or "0")
if count < request.seen then restored, steady, count = now, now, request.seen end
if now - last > lease / 2 or now < last then steady = now end
redis.call("HSET", beat, "last", text(now), "steady", text(steady), "restored", text(restored),
  "count", string.format("%.0f", count + 1))
redis.call("PEXPIRE", beat, kept)

-- The lease of this process.
local mine = redis.call("HMGET", me, "number", "taken", "unclaimed")
if request.seed then
  redis.call("DEL", me)
elseif request.confirmed > 0 and tonumber(mine[1] or "0") < request.confirmed then
  -- A hash that is older than what this process knows of it proves older data. A missing one may have been evicted.
  if mine[1] then redis.call("HSET", beat, "restored", text(now), "steady", text(now)) end
  return respond("lost", {count = count + 1})
end
redis.call("HSET", me, "until", text(now + lease), "renewed", text(now), "number", request.number)
redis.call("PEXPIRE", me, kept)
redis.call("ZADD", processes, text(now + lease), request.owner)
redis.call("PEXPIRE", processes, kept)
local taken = tonumber(mine[2] or "0")
if request.seed then taken = 0 end
if taken > 0 and taken == request.acknowledged then
  redis.call("HDEL", me, "taken")
  taken = 0
end
local unclaimed = mine[3] and cjson.decode(mine[3]) or {number = 0, tags = {}}
if unclaimed.number > 0 and request.confirmed >= unclaimed.number then
  redis.call("HDEL", me, "unclaimed")
  unclaimed = {number = 0, tags = {}}
end

local is_moved = false

local function is_open(entry) return entry.state == "launching" or entry.state == "block" end

local function is_dead(owner)
  local renewed = stored(owner, "renewed")
  return owner ~= request.owner and renewed > 0 and renewed >= restored
    and stored(owner, "until") < now and now - steady >= lease
end

local function add_up(entry, number)
  redis.call("HINCRBY", process(entry.owner), "all:" .. entry.organisation, number)
  if is_open(entry) then redis.call("HINCRBY", process(entry.owner), "open:" .. entry.organisation, number) end
end

local function read(owner, tag)
  local found = redis.call("HGET", process(owner), "tag:" .. tag)
  return found and cjson.decode(found)
end

local function write_key(entry)
  local name = root .. "key:" .. entry.key
  local found = redis.call("GET", name)
  if found and cjson.decode(found).tag ~= entry.tag then return end
  local left = kept
  if not is_open(entry) then left = math.floor((entry.key_until - now) * 1000) end
  if left > 0 then redis.call("SET", name, cjson.encode(entry), "PX", left) else redis.call("DEL", name) end
end

local function release_key(entry)
  local name = root .. "key:" .. entry.key
  local found = redis.call("GET", name)
  if found and cjson.decode(found).tag == entry.tag then redis.call("DEL", name) end
end

local function take_out(entry)
  if redis.call("HDEL", process(entry.owner), "tag:" .. entry.tag) == 1 then add_up(entry, -1) end
end

local function write(entry)
  local before = read(entry.owner, entry.tag)
  if before then add_up(before, -1) end
  redis.call("HSET", process(entry.owner), "tag:" .. entry.tag, cjson.encode(entry))
  add_up(entry, 1)
  if entry.deployment ~= "" then
    redis.call("SET", root .. "deployment:" .. entry.deployment, entry.owner .. " " .. entry.tag, "PX", kept)
  end
  if entry.key ~= "" then write_key(entry) end
end

local function settle(owner, tag)
  local entry = read(owner, tag)
  if not entry then return end
  take_out(entry)
  if entry.deployment ~= "" then redis.call("DEL", root .. "deployment:" .. entry.deployment) end
  if entry.key == "" then return end
  if entry.state == "launching" then
    release_key(entry)
  else
    entry.state = "settled"
    write_key(entry)
  end
end

local function is_unclaimed(tag)
  for _, each in ipairs(unclaimed.tags) do
    if each == tag then return true end
  end
  return false
end

-- An entry of a dead process becomes one of this process. Each response has it until one of them is confirmed.
local function move(entry)
  take_out(entry)
  redis.call("HINCRBY", process(entry.owner), "taken", 1)
  local response = {entry = entry, renewed = text(stored(entry.owner, "renewed")), is_taken_over = true}
  entry.owner, entry.renewed = request.owner, response.renewed
  write(entry)
  is_moved, unclaimed.number, unclaimed.tags[#unclaimed.tags + 1] = true, request.number, entry.tag
  return response
end

local function find(key)
  local name = root .. "key:" .. key
  local found = redis.call("GET", name)
  if not found then return nil end
  local entry = cjson.decode(found)
  if is_open(entry) then
    if stored(entry.owner, "renewed") == 0 then
      -- It was evicted. If its process lives, that writes both again.
      if redis.call("PTTL", name) > lease * 1000 then redis.call("PEXPIRE", name, math.floor(lease * 1000)) end
    else
      entry = read(entry.owner, entry.tag)
      if not entry then
        redis.call("DEL", name)
        return nil
      end
      if entry.state == "launching" and is_dead(entry.owner) then return move(entry) end
    end
  end
  if entry.owner == request.owner and is_open(entry) and is_unclaimed(entry.tag) then
    return {entry = entry, renewed = entry.renewed, is_taken_over = true}
  end
  return {entry = entry, renewed = text(stored(entry.owner, "renewed")), is_taken_over = false}
end

local function entries(owner)
  local found, values = {}, redis.call("HGETALL", process(owner))
  for i = 1, #values, 2 do
    if string.sub(values[i], 1, 4) == "tag:" then found[#found + 1] = cjson.decode(values[i + 1]) end
  end
  return found
end

local steps = {}

function steps.begin(step)
  local entry = step.entry
  if entry.key ~= "" then
    local found = find(entry.key)
    if found and found.entry.tag ~= entry.tag then return found end
  end
  entry.owner, entry.key_until = request.owner, now + step.key_ttl
  write(entry)
  return {key_until = entry.key_until}
end

function steps.find(step) return find(step.key) or {} end

function steps.note(step)
  local entry = read(request.owner, step.tag)
  if entry then
    entry.deployment = step.deployment
    write(entry)
  end
  return {}
end

function steps.hand_over(step)
  local entry = read(request.owner, step.tag)
  if not entry then return {is_mine = false} end
  entry.state = step.state
  write(entry)
  return {is_mine = true}
end

function steps.settle(step)
  settle(request.owner, step.tag)
  return {}
end

function steps.settle_deployment(step)
  local place = redis.call("GET", root .. "deployment:" .. step.deployment)
  if place then settle(string.match(place, "(%S+) (%S+)")) end
  return {}
end

function steps.take_over(step)
  for _, owner in ipairs(redis.call("ZRANGEBYSCORE", processes, "-inf", text(now))) do
    if redis.call("EXISTS", process(owner)) == 0 then redis.call("ZREM", processes, owner) end
    local counted = step.launching_only and "open:" or "all:"
    if is_dead(owner) and stored(owner, counted .. step.organisation) > 0 then
      for _, entry in ipairs(entries(owner)) do
        if entry.organisation == step.organisation and (is_open(entry) or not step.launching_only) then
          move(entry)
        end
      end
    end
  end
  return {}
end

function steps.leases(step)
  local found = {}
  for _, owner in ipairs(redis.call("ZRANGE", processes, 0, -1)) do
    local renewed, ends = stored(owner, "renewed"), stored(owner, "until")
    local may_renew = ends >= now or (renewed >= restored and not is_dead(owner))
    if owner ~= request.owner and renewed > 0 and may_renew and stored(owner, "all:" .. step.organisation) > 0 then
      found[#found + 1] = {owner, text(ends)}
    end
  end
  return {leases = found}
end

local response = {results = {}, count = count + 1}
for _, entry in ipairs(request.seed or {}) do
  entry.owner = request.owner
  write(entry)
end
for i, step in ipairs(request.steps) do response.results[i] = steps[step.name](step) end
if is_moved then redis.call("HSET", me, "unclaimed", cjson.encode(unclaimed)) end
response.unclaimed = {}
for _, tag in ipairs(unclaimed.tags) do
  local entry = read(request.owner, tag)
  if entry then
    response.unclaimed[#response.unclaimed + 1] = {entry = entry, renewed = entry.renewed, is_taken_over = true}
  end
end
if taken > 0 then
  response.taken, response.tags = taken, {}
  for _, entry in ipairs(entries(request.owner)) do response.tags[#response.tags + 1] = entry.tag end
end
return respond("done", response)
"""
