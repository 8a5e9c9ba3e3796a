-- What machines do to a queue, each time as a whole: Redis runs one script at a time. KEYS[1] is what all
-- keys of the queue begin with, in braces, so that a cluster keeps them on one node.
--
--   :run      hash: the list's hash, the number of units, what is left, ...
--   :waiting  list of pieces "NUMBER UNITS MICROSECONDS", where MICROSECONDS is - if unknown
--   :ids      hash: the number of a machine by its id, so that one that asks twice joins once
--   :states   hash by machine: "working", "leaving" (it writes its results), "gone" (it has), "given-up"
--   :slots, :hosts  hashes by machine
--   :ended    hash by unit: the machine whose result counts
--   :failed   set of the units whose result counts and is a failure
--   :idle     hash by machine that has found that all units have ended
--   :attempts hash by unit that was handed on: which attempt comes next, from 0
--   :away     hash by piece: its units that were handed on, and so are no longer part of it
--   :alive:M  expires if machine M is not heard from
--   :again:M  list of retries "again M SINCE PIECE ATTEMPT UNIT..." of units that failed on machine M
--   :held:M   list of the pieces and retries that machine M took
--   :order:M  hash by unit that ended on machine M: how many units had ended with it
local base, operation = KEYS[1], ARGV[1]
local run, waiting, states = base .. ':run', base .. ':waiting', base .. ':states'
local parts = {'run', 'waiting', 'ids', 'states', 'slots', 'hosts', 'ended', 'failed', 'idle', 'attempts', 'away'}

-- A retry waits this many milliseconds for a machine other than the one where its units failed.
local patience = 5000

local function get(field) return redis.call('HGET', run, field) end
local function count(field) return tonumber(get(field) or 0) end
local function add(field, number) return redis.call('HINCRBY', run, field, number) end
local function key_of(machine, what) return base .. ':' .. what .. ':' .. machine end

local function milliseconds()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Counts a piece as waiting (1) or no longer (-1).
local function weigh(piece, sign)
  local units, duration = piece:match('^%d+ (%d+) (%S+)$')
  if duration == '-' then add('unknown', sign * units) else add('known', sign * duration) end
end

-- Redis forgets the queue some time after the last word of a machine.
local function keep(machine)
  local seconds = count('keep')
  for _, what in ipairs(parts) do redis.call('EXPIRE', base .. ':' .. what, seconds) end
  for _, what in ipairs({'held', 'order', 'again'}) do redis.call('EXPIRE', key_of(machine, what), seconds) end
end

local function leave(machine, state)
  redis.call('HSET', states, machine, state)
  redis.call('DEL', key_of(machine, 'alive'))
  add('slots', -redis.call('HGET', base .. ':slots', machine))
end

-- Which of these units are still due to run in that attempt: a unit is in one retry at most.
local function due(units, attempt)
  local some = {}
  for _, unit in ipairs(units) do
    if tonumber(redis.call('HGET', base .. ':attempts', unit) or 0) == attempt then some[#some + 1] = unit end
  end
  return some
end

-- Returns a retry to those that wait, without units that have failed in it: they are in another one.
local function give_back_retry(retry)
  local head, failed_on, attempt, rest = retry:match('^(again (%d+) %d+ %d+ (%d+)) (.*)$')
  local units = {}
  for unit in rest:gmatch('%d+') do units[#units + 1] = unit end
  units = due(units, tonumber(attempt))
  if #units == 0 then return end
  redis.call('LPUSH', key_of(failed_on, 'again'), head .. ' ' .. table.concat(units, ' '))
  add('retries', 1)
end

-- All of a machine's units run again, since its results are lost with it.
local function give_back(machine)
  leave(machine, 'given-up')
  local held = redis.call('LRANGE', key_of(machine, 'held'), 0, -1)
  for i = #held, 1, -1 do
    if held[i]:match('^again') then
      give_back_retry(held[i])
    else
      redis.call('LPUSH', waiting, held[i])
      weigh(held[i], 1)
    end
  end
  redis.call('DEL', base .. ':idle')
  for _, unit in ipairs(redis.call('HKEYS', key_of(machine, 'order'))) do
    if redis.call('HGET', base .. ':ended', unit) == machine then
      redis.call('HDEL', base .. ':ended', unit)
      redis.call('SREM', base .. ':failed', unit)
    end
  end
end

-- Looks for dead machines, not more often than useful.
local function sweep()
  local now = milliseconds()
  if now < count('swept') + 250 then return end
  redis.call('HSET', run, 'swept', string.format('%.0f', now))
  local all = redis.call('HGETALL', states)
  for i = 1, #all, 2 do
    local is_here = all[i + 1] == 'working' or all[i + 1] == 'leaving'
    if is_here and redis.call('EXISTS', key_of(all[i], 'alive')) == 0 then give_back(all[i]) end
  end
end

-- Whether a machine may go, although what it ran is lost if it dies before its results are written. First all
-- that have units must be known to be alive, so that those of dead ones run on all. Then one stays until the
-- others have written their results: if one of them dies before, its units run there.
local function may_leave(me)
  redis.call('HSET', base .. ':idle', me, 1)
  local all, others = redis.call('HGETALL', states), 0
  for i = 1, #all, 2 do
    local machine, state = all[i], all[i + 1]
    if state == 'working' and redis.call('EXISTS', key_of(machine, 'held')) == 1 and
      redis.call('HEXISTS', base .. ':idle', machine) == 0 then return false end
    if machine ~= me and (state == 'working' or state == 'leaving') then others = others + 1 end
  end
  local stays = get('stays')
  if not stays or redis.call('HGET', states, stays) ~= 'working' then
    redis.call('HSET', run, 'stays', me)
    stays = me
  end
  return stays ~= me or others == 0
end

local function failures() return redis.call('SCARD', base .. ':failed') end
local function has_all_ended() return redis.call('HLEN', base .. ':ended') >= count('units') end

-- Machines size their next batch by this.
local function left()
  return {get('known'), get('unknown'), get('slots'), get('learnt_units'), get('learnt')}
end

local function join()
  local id, list, options, host, slots, lease = ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
  if redis.call('EXISTS', run) == 0 then
    if #ARGV == 7 then return {'empty'} end
    for _, what in ipairs(parts) do redis.call('DEL', base .. ':' .. what) end
    redis.call('HSET', run, 'list', list, 'options', options, 'filled_by', host, 'queue', ARGV[8], 'units', ARGV[9],
      'max_fail', ARGV[10], 'keep', ARGV[11], 'begin', string.format('%.0f', milliseconds()), 'known', 0, 'unknown', 0,
      'slots', 0, 'machines', 0, 'learnt_units', 0, 'learnt', 0)
    for i = 12, #ARGV do
      redis.call('RPUSH', waiting, ARGV[i])
      weigh(ARGV[i], 1)
    end
  end
  if get('list') ~= list then
    return {'other list', get('filled_by'), get('units'), has_all_ended() and 'finished' or 'running'}
  end
  if get('options') ~= options then return {'other options', get('filled_by'), get('options')} end
  local me = redis.call('HGET', base .. ':ids', id)
  if not me then
    me = string.format('%d', add('machines', 1))
    redis.call('HSET', base .. ':ids', id, me)
    redis.call('HSET', states, me, 'working')
    redis.call('HSET', base .. ':hosts', me, host)
    redis.call('HSET', base .. ':slots', me, slots)
    add('slots', slots)
    redis.call('SET', key_of(me, 'alive'), host, 'PX', lease)
  end
  sweep()
  keep(me)
  local age = string.format('%.0f', milliseconds() - count('begin'))
  local finished = has_all_ended() and tostring(failures()) or '-'
  return {'joined', me, get('queue'), age, finished, left()}
end

if operation == 'join' then return join() end

local me, queue, lease = ARGV[2], ARGV[3], ARGV[4]
if get('queue') ~= queue then return {'no queue'} end
local state = redis.call('HGET', states, me)
if state == 'gone' and operation == 'commit' then return {'committed'} end -- it asks again
if state ~= 'working' and state ~= 'leaving' then return {'given up'} end
redis.call('SET', key_of(me, 'alive'), redis.call('HGET', base .. ':hosts', me), 'PX', lease)
sweep()

-- What a machine that has joined may ask for.
local operations = {}

operations['end'] = function()
  local learnt, reply, is_new = ARGV[5], {'ended'}, false
  for i = 6, #ARGV, 2 do
    local unit, failed = ARGV[i], ARGV[i + 1] == '1'
    local order = redis.call('HGET', key_of(me, 'order'), unit)
    if not order then
      order = string.format('%d', add('ended', 1))
      redis.call('HSET', key_of(me, 'order'), unit, order)
      if redis.call('HSETNX', base .. ':ended', unit, me) == 1 and failed then redis.call('SADD', base .. ':failed', unit) end
      is_new = true
    end
    reply[#reply + 1] = order
  end
  if is_new then
    add('learnt_units', (#ARGV - 5) / 2)
    add('learnt', learnt)
  end
  if count('max_fail') > 0 and failures() >= count('max_fail') then redis.call('HSET', run, 'stopped', 1) end
  return reply
end

-- Units of a piece have failed in an attempt and run again, on another machine if there is one. A machine asks again if the answer was lost.
function operations.again()
  local piece, attempt, units = ARGV[5], tonumber(ARGV[6]), {}
  for i = 7, #ARGV do units[#units + 1] = ARGV[i] end
  units = due(units, attempt)
  if #units == 0 then return {'handed on'} end
  local names = table.concat(units, ' ')
  for _, unit in ipairs(units) do redis.call('HSET', base .. ':attempts', unit, attempt + 1) end
  if attempt == 0 then
    redis.call('HSET', base .. ':away', piece, (redis.call('HGET', base .. ':away', piece) or '') .. ' ' .. names)
  end
  redis.call('RPUSH', key_of(me, 'again'), string.format('again %s %.0f %s %d %s', me, milliseconds(), piece, attempt + 1, names))
  add('retries', 1)
  return {'handed on'}
end

function operations.beat() return {get('stopped') and 'stopped' or 'alive'} end

-- Moves pieces from those that wait to those that the machine holds, at least one if there is one.
local function take(work, guess)
  local pieces, taken = {}, 0
  while #pieces == 0 or taken < work do
    local piece = redis.call('LINDEX', waiting, 0)
    if not piece then break end
    local units, duration = piece:match('^%d+ (%d+) (%S+)$')
    local more = duration == '-' and units * guess or tonumber(duration)
    if #pieces > 0 and taken + more > work then break end
    redis.call('LPOP', waiting)
    redis.call('RPUSH', key_of(me, 'held'), piece)
    weigh(piece, -1)
    taken = taken + more
    pieces[#pieces + 1] = piece
  end
  return pieces
end

-- The first retry of units that failed on that machine, and since when it waits.
local function first_retry(machine)
  local retry = redis.call('LINDEX', key_of(machine, 'again'), 0)
  if retry then return retry, tonumber(retry:match('^again %d+ (%d+)')) end
end

local function take_retry(machine)
  local retry = redis.call('LPOP', key_of(machine, 'again'))
  add('retries', -1)
  redis.call('RPUSH', key_of(me, 'held'), retry)
  return {retry}
end

-- Takes the retry that has waited longest of those that failed on other machines.
local function take_retry_of_others()
  local oldest, longest = nil, nil
  for _, machine in ipairs(redis.call('HKEYS', states)) do
    local retry, since = first_retry(machine)
    if retry and machine ~= me and (not longest or since < longest) then oldest, longest = machine, since end
  end
  return oldest and take_retry(oldest) or {}
end

-- Takes a retry of a unit that failed here, if no other machine works, or if all are too busy to take it.
local function take_own_retry()
  local retry, since = first_retry(me)
  if not retry then return {} end
  local others = 0
  local all = redis.call('HGETALL', states)
  for i = 1, #all, 2 do
    if all[i] ~= me and all[i + 1] == 'working' then others = others + 1 end
  end
  if others > 0 and milliseconds() < since + patience then return {} end
  return take_retry(me)
end

-- Retries that failed elsewhere come first, so that they need not wait for the end of the queue.
local function take_some(work, guess)
  local some = count('retries') > 0 and take_retry_of_others() or {}
  if #some == 0 then some = take(work, guess) end
  if #some == 0 and count('retries') > 0 then some = take_own_retry() end
  return some
end

-- "PIECE 0 UNIT..." with the units that are no longer part of it, or "PIECE ATTEMPT UNIT..." with those to retry.
local function told(held)
  local retry = held:match('^again %d+ %d+ (.*)$')
  if retry then return retry end
  local piece = held:match('^%d+')
  return piece .. ' 0' .. (redis.call('HGET', base .. ':away', piece) or '')
end

function operations.pull()
  local work, guess, known_pieces = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
  if get('stopped') then return {'stopped'} end
  -- There are some if the answer to an earlier call was lost.
  local pieces = redis.call('LRANGE', key_of(me, 'held'), known_pieces, -1)
  if #pieces == 0 then pieces = take_some(work, guess) end
  for i, piece in ipairs(pieces) do pieces[i] = told(piece) end
  if #pieces > 0 then return {'pieces', left(), pieces} end
  if not has_all_ended() then return {'wait'} end
  if state == 'working' and not may_leave(me) then return {'wait'} end
  redis.call('HSET', states, me, 'leaving')
  return {'over'}
end

function operations.commit()
  leave(me, 'gone')
  return {'committed'}
end

function operations.quit()
  give_back(me)
  return {'given back'}
end

if not operations[operation] then return redis.error_reply('unknown operation') end
local reply = operations[operation]()
keep(me)
return reply
