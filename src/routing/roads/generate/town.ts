import type { Drafting, Tags } from './drafting.ts'

export interface TownPlan {
  readonly name: string
  /** Metres of the middle. */
  readonly x: number
  readonly y: number
  /** Blocks along a side. */
  readonly blocks: number
}

/** Where roads from outside may join: the ends of the main streets, north, east, south, west. */
export interface TownGates {
  readonly north: number
  readonly east: number
  readonly south: number
  readonly west: number
}

type Kind = 'main' | 'collector' | 'local'

const blockM = 105
const stems =
  'Linden Garten Berg Schul Kirch Bahnhof Mühl Wiesen Wald Post Brunnen Markt Rosen Eichen Goethe Schiller Mozart Feld Ring Hof Bach Burg Kloster Ahorn Birken Sonnen Nord Süd Ost West'.split(
    ' ',
  )
const suffixes = ['straße', 'weg', 'gasse', 'allee', 'platz', 'ring', 'steig', 'hang']

interface Crossing {
  /** Nodes that the four streets join; one node, or the four of a roundabout. */
  readonly north: number
  readonly east: number
  readonly south: number
  readonly west: number
}

interface StreetEnd {
  readonly way: number
  readonly main: boolean
  readonly otherEnd: number
}

/** Draws a town: main streets, collectors, quiet streets, one-way streets, dead ends, lights, roundabouts, restrictions. */
export function drawTown(drafting: Drafting, plan: TownPlan, random: () => number): TownGates {
  return new TownDrawing(drafting, plan, random).draw()
}

class TownDrawing {
  private readonly drafting: Drafting
  private readonly plan: TownPlan
  private readonly random: () => number
  private readonly crossings: Crossing[] = []
  /** Ways that end at each crossing, for restrictions. */
  private readonly waysAt = new Map<number, StreetEnd[]>()

  constructor(drafting: Drafting, plan: TownPlan, random: () => number) {
    this.drafting = drafting
    this.plan = plan
    this.random = random
  }

  draw(): TownGates {
    const side = this.plan.blocks + 1
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) this.crossings.push(this.crossing(column, row))
    for (let row = 0; row < side; row++) {
      for (let column = 0; column < side; column++) {
        const here = this.crossings[row * side + column]
        if (column + 1 < side) this.street(here.east, this.crossings[row * side + column + 1].west, row, true)
        if (row + 1 < side) this.street(here.north, this.crossings[(row + 1) * side + column].south, column, false)
        if (this.random() < 0.45) this.deadEnd(here.east)
      }
    }
    this.restrict()
    const middle = Math.floor(side / 2)
    return {
      north: this.crossings[(side - 1) * side + middle].north,
      east: this.crossings[middle * side + side - 1].east,
      south: this.crossings[middle].south,
      west: this.crossings[middle * side].west,
    }
  }

  private kindOf(line: number): Kind {
    const fromMiddle = Math.abs(line - Math.floor((this.plan.blocks + 1) / 2))
    if (fromMiddle % 12 === 0) return 'main'
    return fromMiddle % 4 === 0 ? 'collector' : 'local'
  }

  private crossing(column: number, row: number): Crossing {
    const half = (this.plan.blocks * blockM) / 2
    const jitter = (): number => (this.random() - 0.5) * 50
    const x = this.plan.x + column * blockM - half + jitter()
    const y = this.plan.y + row * blockM - half + jitter()
    const kinds = [this.kindOf(column), this.kindOf(row)]
    if (kinds.includes('main') && kinds.includes('collector') && this.random() < 0.25) return this.roundabout(x, y)
    const lights = kinds.filter((kind) => kind !== 'local').length === 2 && kinds.includes('main')
    const node = this.drafting.node(x, y, lights ? { highway: 'traffic_signals' } : undefined)
    return { north: node, east: node, south: node, west: node }
  }

  private roundabout(x: number, y: number): Crossing {
    const { drafting } = this
    const ring = {
      north: drafting.node(x, y + 14),
      east: drafting.node(x + 14, y),
      south: drafting.node(x, y - 14),
      west: drafting.node(x - 14, y),
    }
    drafting.way([ring.north, ring.west, ring.south, ring.east, ring.north], {
      highway: 'secondary',
      junction: 'roundabout',
    })
    return ring
  }

  private street(from: number, to: number, line: number, eastwards: boolean): void {
    const kind = this.kindOf(line)
    // towns are no chessboards: with a third of the quiet streets left out there are 1.25 roads to a junction, as in
    // north Bayreuth (1.22) and Liechtenstein (1.15)
    if (kind === 'local' && this.random() < 0.36) return
    const name = this.nameOf(line, eastwards)
    const way = this.drafting.way(
      this.random() < 0.5 ? [from, to] : [from, this.bend(from, to), to],
      this.tagsOf(kind, name, line),
    )
    for (const [end, otherEnd] of [
      [from, to],
      [to, from],
    ]) {
      const street = { way, main: kind === 'main', otherEnd }
      const known = this.waysAt.get(end)
      if (known) known.push(street)
      else this.waysAt.set(end, [street])
    }
  }

  private bend(from: number, to: number): number {
    const a = this.drafting.at(from)
    const b = this.drafting.at(to)
    return this.drafting.node(
      (a.x + b.x) / 2 + (this.random() - 0.5) * 14,
      (a.y + b.y) / 2 + (this.random() - 0.5) * 14,
    )
  }

  private tagsOf(kind: Kind, name: string, line: number): Tags {
    if (kind === 'main') return { highway: line % 24 === 0 ? 'primary' : 'secondary', name, maxspeed: '50' }
    if (kind === 'collector') return { highway: 'tertiary', name, maxspeed: this.random() < 0.3 ? '30' : 'DE:urban' }
    const chance = this.random()
    if (chance < 0.12)
      return { highway: 'residential', name, oneway: chance < 0.06 ? 'yes' : '-1', maxspeed: 'DE:zone30' }
    if (chance < 0.17) return { highway: 'living_street', name }
    return chance < 0.7 ? { highway: 'residential', name, maxspeed: 'DE:zone30' } : { highway: 'residential', name }
  }

  private nameOf(line: number, eastwards: boolean): string {
    const number = line * 2 + (eastwards ? 1 : 0) + this.plan.name.length * 7
    return `${stems[number % stems.length]}${suffixes[Math.floor(number / stems.length) % suffixes.length]}`
  }

  private deadEnd(from: number): void {
    const { x, y } = this.drafting.at(from)
    const angle = this.random() * Math.PI * 2
    const length = 25 + this.random() * 45
    const middle = this.drafting.node(x + (Math.cos(angle) * length) / 2, y + (Math.sin(angle) * length) / 2)
    const end = this.drafting.node(x + Math.cos(angle + 0.3) * length, y + Math.sin(angle + 0.3) * length)
    const service = this.random() < 0.4
    this.drafting.way(
      [from, middle, end],
      service ? { highway: 'service', access: 'private' } : { highway: 'residential' },
    )
  }

  /** Restrictions: at every eighth crossing of main streets via the node, and now and then over a road between two. */
  private restrict(): void {
    const pick = <T>(list: readonly T[]): T => list[Math.floor(this.random() * list.length)]
    for (const [node, streets] of this.waysAt) {
      if (streets.length < 3 || this.random() > (streets.some(({ main }) => main) ? 0.12 : 0.01)) continue
      const from = pick(streets)
      const next = pick(streets)
      if (from === next) continue
      if (this.random() < 0.7) {
        const kind = this.random() < 0.8 ? 'no_left_turn' : 'only_straight_on'
        this.drafting.restriction(kind, from.way, { node }, next.way)
        continue
      }
      const beyond = (this.waysAt.get(next.otherEnd) ?? []).filter(({ way }) => way !== next.way)
      if (beyond.length > 0) this.drafting.restriction('no_left_turn', from.way, { way: next.way }, pick(beyond).way)
    }
  }
}
