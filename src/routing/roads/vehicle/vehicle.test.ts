import { describe, expect, test } from 'vitest'
import { car, roadClasses, van, type VehicleProfile } from './profile.ts'
import { freeFlowKmh, speedLimitKmh } from './speed.ts'
import { nodeFlag, nodeFlags, roadFlag, wayUse } from './way.ts'

const tags = (text: string): Map<string, string> =>
  new Map(
    text
      .split(' ')
      .filter(Boolean)
      .map((pair): [string, string] => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  )

test.each([
  ['50', 50],
  ['30 mph', 48.28032],
  ['none', 1000],
  ['walk', 7],
  ['DE:urban', 50],
  ['DE:rural', 100],
  ['CH:rural', 80],
  ['DE:motorway', 1000],
  ['AT:motorway', 130],
  ['DE:zone30', 30],
  ['DE:zone:30', 30],
  ['DE:30', 30],
  ['DE:living_street', 7],
  ['DE:bicycle_road', 30],
  ['80;60', 60],
  ['signals', null],
  ['', null],
  ['0', null],
  ['-50', null],
  ['1e9', null],
  ['DE:zone:0', null],
])('maxspeed=%s is %s km/h', (value, kmh) => {
  expect(speedLimitKmh(value)).toBe(kmh)
})

describe('free-flow speed', () => {
  const speed = (
    text: string,
    vehicle: VehicleProfile = car,
    direction: 'forward' | 'backward' = 'forward',
  ): number => {
    const all = tags(text)
    return freeFlowKmh(all, roadClasses.indexOf((all.get('highway') ?? '') as 'residential'), direction, vehicle)
  }
  test.each([
    ['a limit is driven to nine tenths by a car', 'highway=secondary maxspeed=100', car, 90],
    ['and to 0.87 by a van', 'highway=secondary maxspeed=100', van, 87],
    ['without a limit the class counts', 'highway=secondary', car, 65],
    ['in a place, 50 is the limit', 'highway=secondary source:maxspeed=DE:urban', car, 45],
    ['lit roads lie in places', 'highway=primary lit=yes', car, 45],
    ['an unlimited motorway is driven at the share of the top speed', 'highway=motorway maxspeed=none', car, 117],
    ['a van has a top speed of its own', 'highway=motorway maxspeed=none', van, 109],
    ['in a residential street nobody drives 50', 'highway=residential maxspeed=50', car, 36],
    ['but its lower limit counts', 'highway=residential maxspeed=20', car, 18],
    ['gravel is slow', 'highway=unclassified surface=gravel', car, 30],
    ['a track of the worst grade is slower', 'highway=track tracktype=grade5', car, 8],
    ['nothing is slower than walking', 'highway=track maxspeed=1', car, 3],
  ])('%s', (_, text, vehicle, kmh) => {
    expect(speed(text, vehicle)).toBeCloseTo(kmh, 6)
  })
  test('directions may differ', () => {
    const text = 'highway=primary maxspeed=100 maxspeed:backward=70'
    expect([speed(text), speed(text, car, 'backward')]).toEqual([90, 63])
  })
})

describe('use of a way', () => {
  test.each([
    ['highway=residential', true, true],
    ['highway=residential oneway=yes', true, false],
    ['highway=residential oneway=-1', false, true],
    ['highway=motorway', true, false],
    ['highway=motorway oneway=no', true, true],
    ['highway=tertiary junction=roundabout', true, false],
    ['highway=residential oneway=yes oneway:motor_vehicle=no', true, true],
  ])('%s', (text, forward, backward) => {
    const use = wayUse(tags(text), car)
    expect([(use?.forwardKmh ?? 0) > 0, (use?.backwardKmh ?? 0) > 0]).toEqual([forward, backward])
  })

  test.each([
    'highway=footway',
    'highway=cycleway',
    'building=yes',
    'highway=residential access=no',
    'highway=service motor_vehicle=forestry',
    'highway=residential area=yes',
    'route=ferry',
    'highway=construction',
  ])('%s is closed', (text) => {
    expect(wayUse(tags(text), car)).toBeNull()
  })

  test('the most specific access tag decides', () => {
    expect(wayUse(tags('highway=residential access=no motor_vehicle=yes'), car)).not.toBeNull()
    expect(wayUse(tags('highway=residential access=yes motorcar=no'), car)).toBeNull()
  })

  test('a low bridge stops the van and not the car', () => {
    expect(wayUse(tags('highway=residential maxheight=2.2'), car)).not.toBeNull()
    expect(wayUse(tags('highway=residential maxheight=2.2'), van)).toBeNull()
  })

  test('private roads and field tracks are only for who has business there', () => {
    const flags = (text: string): number => (wayUse(tags(text), car)?.flags ?? 0) & roadFlag.restricted
    expect(flags('highway=service access=private')).toBe(roadFlag.restricted)
    expect(flags('highway=residential motor_vehicle=destination')).toBe(roadFlag.restricted)
    expect(flags('highway=track')).toBe(roadFlag.restricted)
    expect(flags('highway=track motor_vehicle=yes')).toBe(0)
    expect(flags('highway=residential')).toBe(0)
  })
})

test.each([
  ['', 0],
  ['barrier=bollard', nodeFlag.blocked],
  ['barrier=bollard motor_vehicle=yes', 0],
  ['barrier=gate', nodeFlag.gate],
  ['barrier=gate access=no', nodeFlag.blocked],
  ['barrier=cattle_grid', 0],
  ['barrier=something_new', nodeFlag.blocked],
  ['highway=traffic_signals', nodeFlag.signals],
  ['highway=traffic_signals traffic_signals:direction=backward', nodeFlag.signalsBackward],
  ['highway=crossing', nodeFlag.calming],
  ['highway=crossing crossing=traffic_signals', nodeFlag.signals | nodeFlag.calming],
  ['highway=stop', nodeFlag.giveWay],
])('a node with %s has flags %s', (text, flags) => {
  expect(nodeFlags(tags(text), car)).toBe(flags)
})
