import type { RoadCollector } from '../network/collector.ts'
import { randomFrom } from '../random.ts'
import { RoadsRefusal } from '../refusal.ts'
import { car, type VehicleProfile } from '../vehicle/profile.ts'
import { Drafting, type Tags } from './drafting.ts'
import { drawTown, type TownGates, type TownPlan } from './town.ts'

export interface StateOptions {
  readonly seed: number
  /** Wanted number of arcs (roads by direction), 200 to 4,000,000; what comes out differs by some per cent. */
  readonly arcs: number
  readonly vehicle?: VehicleProfile
}

const arcsMin = 200
const arcsMax = 4_000_000
/** Above this size a town alone would be a city of over half a million people; more arcs are more towns. */
const townArcsMax = 60_000
const townNames =
  'Auberg Bachheim Dornfeld Eichstadt Fichtenau Grünwald Hohenbruck Ilmtal Kaltenbach Lindenhof Marktau Neuenroth Oberlohe Pfarrkirch Rabenau Steinach Talheim Ulmenau Weidenthal Zellbach'.split(
    ' ',
  )

/**
 * Draws a town, or a whole state of towns and villages joined by country roads and a grid of motorways: the same for the
 * same seed, on every machine. For the demo and for tests, where no extract of OpenStreetMap is at hand.
 */
export function generateState(options: StateOptions): RoadCollector {
  const { seed, arcs, vehicle = car } = options
  if (!Number.isSafeInteger(arcs) || arcs < arcsMin || arcs > arcsMax) {
    throw new RoadsRefusal('question-malformed', `A state has ${arcsMin} to ${arcsMax} arcs`)
  }
  const random = randomFrom(seed)
  const drafting = new Drafting(vehicle)
  new StateDrawing(drafting, random).draw(districtsFor(arcs, random))
  return drafting.finish()
}

/** Blocks along a side of a town with so many arcs: a block brings about 4.1 arcs with its dead ends. */
const blocksFor = (arcs: number): number => Math.max(2, Math.round(Math.sqrt(arcs / 4.1)))

interface District {
  readonly town: number
  readonly villages: readonly number[]
}

/** Sizes, in arcs: few large towns, many small ones (rank and size in inverse proportion), four tenths in villages. */
function districtsFor(arcs: number, random: () => number): District[] {
  if (arcs <= 3_000) return [{ town: arcs, villages: [] }]
  const count = Math.max(1, Math.round(arcs / 7_000))
  let harmonic = 0
  for (let rank = 1; rank <= count; rank++) harmonic += 1 / (rank + 3)
  const districts: District[] = []
  let left = 0
  for (let rank = 1; rank <= count; rank++) {
    const wanted = (arcs * 0.6) / harmonic / (rank + 3) + left
    const town = Math.min(townArcsMax, wanted)
    left = (wanted - town) / 3
    const villages = Array.from({ length: 8 }, () => ((arcs * 0.4) / count / 8) * (0.4 + random() * 1.2))
    districts.push({ town, villages })
  }
  // the largest ones must not all lie in one corner
  return districts
    .map((district) => ({ district, key: random() }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ district }) => district)
}

class StateDrawing {
  private readonly drafting: Drafting
  private readonly random: () => number
  private readonly gates: TownGates[] = []

  constructor(drafting: Drafting, random: () => number) {
    this.drafting = drafting
    this.random = random
  }

  draw(districts: readonly District[]): void {
    const columns = Math.ceil(Math.sqrt(districts.length))
    const widest = Math.max(...districts.map(({ town }) => blocksFor(town))) * 105
    const districtM = Math.max(9_000, widest + 5_000)
    districts.forEach((district, number) => {
      const column = number % columns
      const row = Math.floor(number / columns)
      const x = (column - columns / 2) * districtM + (this.random() - 0.5) * 1_000
      const y = (row - columns / 2) * districtM + (this.random() - 0.5) * 1_000
      this.gates.push(this.district(district, number, x, y, districtM))
    })
    for (let number = 0; number < districts.length; number++) {
      const column = number % columns
      const here = this.gates[number]
      const tags: Tags = { highway: 'primary', ref: `B ${1 + (number % columns)}`, maxspeed: '100' }
      if (column + 1 < columns && number + 1 < districts.length)
        this.countryRoad(here.east, this.gates[number + 1].west, tags)
      if (number + columns < districts.length) this.countryRoad(here.north, this.gates[number + columns].south, tags)
    }
    for (let row = 1; row * columns < districts.length; row += 3) this.motorway(districts.length, columns, row)
  }

  private district({ town, villages }: District, number: number, x: number, y: number, districtM: number): TownGates {
    const name = `${townNames[number % townNames.length]}${number >= townNames.length ? ` ${Math.floor(number / townNames.length)}` : ''}`
    const plan: TownPlan = { name, x, y, blocks: blocksFor(town) }
    const gates = drawTown(this.drafting, plan, this.random)
    const exits = [gates.east, gates.north, gates.west, gates.south]
    const placed = villages.map((arcs, i) => {
      const angle = ((i + 0.5) / villages.length) * Math.PI * 2
      const away = districtM * (0.4 + this.random() * 0.06)
      const village = {
        name: `${name}-${i}`,
        x: x + Math.cos(angle) * away,
        y: y + Math.sin(angle) * away,
        blocks: blocksFor(arcs),
      }
      return drawTown(this.drafting, village, this.random)
    })
    placed.forEach((village, i) => {
      const towards = Math.floor((i + 1) / 2) % 4
      const nearest = [village.west, village.south, village.east, village.north][towards]
      this.countryRoad(nearest, exits[towards], { highway: 'secondary', ref: `ST ${2000 + number}`, maxspeed: '100' })
      if (this.random() < 0.7)
        this.countryRoad(village.north, placed[(i + 1) % placed.length].south, {
          highway: 'tertiary',
          maxspeed: 'DE:rural',
        })
    })
    return gates
  }

  private countryRoad(from: number, to: number, tags: Tags): void {
    if (from !== to) this.drafting.bendingWay(from, to, tags, this.random)
  }

  /** Two carriageways along a row of towns, with a junction at each: off and on in both directions. */
  private motorway(count: number, columns: number, row: number): void {
    const towns = Array.from({ length: columns }, (_, column) => row * columns + column).filter(
      (number) => number < count,
    )
    if (towns.length < 2) return
    const tags: Tags = { highway: 'motorway', ref: `A ${row}`, oneway: 'yes', maxspeed: row % 2 === 0 ? 'none' : '120' }
    let before: { eastbound: number; westbound: number } | null = null
    for (const number of towns) {
      const { x, y } = this.drafting.at(this.gates[number].south)
      const [offEast, onEast] = [this.drafting.node(x - 400, y - 900), this.drafting.node(x + 400, y - 900)]
      const [onWest, offWest] = [this.drafting.node(x - 400, y - 870), this.drafting.node(x + 400, y - 870)]
      const ramp = this.drafting.node(x, y - 700)
      this.drafting.way([offEast, onEast], tags)
      this.drafting.way([offWest, onWest], tags)
      const link: Tags = { highway: 'motorway_link', oneway: 'yes' }
      this.drafting.way([offEast, ramp], link)
      this.drafting.way([ramp, onEast], link)
      this.drafting.way([offWest, ramp], link)
      this.drafting.way([ramp, onWest], link)
      this.countryRoad(ramp, this.gates[number].south, { highway: 'primary', maxspeed: '70' })
      if (before) {
        this.drafting.bendingWay(before.eastbound, offEast, tags, this.random)
        this.drafting.bendingWay(offWest, before.westbound, tags, this.random)
      }
      before = { eastbound: onEast, westbound: onWest }
    }
  }
}
