import { loopTurn } from '../hierarchy/topology.ts'
import { RoadsRefusal } from '../refusal.ts'
import { roadClasses } from '../vehicle/profile.ts'
import type { SectionArray, Sections } from './sections.ts'

// Which array holds numbers of what; a file with a right sum may still have been made by hand or by a faulty program.
type Domain = 'junctions' | 'roads' | 'arcs' | 'states' | 'turns' | 'texts' | 'shapes' | 'outArcs' | 'inArcs'

/** [name, type, how many, values below this domain's size, lowest value] */
type Rule = readonly [name: string, type: string, length: Domain | null, below: Domain | null, lowest: number]

const anyNumber = Number.NEGATIVE_INFINITY

const plain: readonly Rule[] = [
  ['junctionLat', 'Int32Array', 'junctions', null, anyNumber],
  ['junctionLon', 'Int32Array', 'junctions', null, anyNumber],
  ['junctionFlags', 'Uint8Array', 'junctions', null, 0],
  ['junctionEnds', 'Uint8Array', 'junctions', null, 0],
  ['junctionTopClass', 'Uint8Array', 'junctions', null, 0],
  ['roadFrom', 'Int32Array', 'roads', 'junctions', 0],
  ['roadTo', 'Int32Array', 'roads', 'junctions', 0],
  ['roadLengthDm', 'Int32Array', 'roads', null, 0],
  ['roadClass', 'Uint8Array', 'roads', null, 0],
  ['roadFlags', 'Uint8Array', 'roads', null, 0],
  ['roadBearingFrom', 'Int16Array', 'roads', null, 0],
  ['roadBearingTo', 'Int16Array', 'roads', null, 0],
  ['roadName', 'Int32Array', 'roads', 'texts', 0],
  ['roadRef', 'Int32Array', 'roads', 'texts', 0],
  ['roadWay', 'Float64Array', 'roads', null, 0],
  ['shapeLat', 'Int32Array', 'shapes', null, anyNumber],
  ['shapeLon', 'Int32Array', 'shapes', null, anyNumber],
  ['arcRoad', 'Int32Array', 'arcs', 'roads', 0],
  ['arcForward', 'Uint8Array', 'arcs', null, 0],
  ['arcTimeMs', 'Int32Array', 'arcs', null, 1],
  ['stateArc', 'Int32Array', 'states', 'arcs', 0],
  ['turnTo', 'Int32Array', 'turns', 'states', 0],
  ['turnMs', 'Int32Array', 'turns', null, 0],
  ['banArc', 'Int32Array', null, 'arcs', 0],
  ['rankOfState', 'Int32Array', 'states', 'states', 0],
  ['stateOfRank', 'Int32Array', 'states', 'states', 0],
  ['parent', 'Int32Array', 'states', 'states', -1],
  ['hierarchyOutHead', 'Int32Array', 'outArcs', null, anyNumber],
  ['hierarchyInHead', 'Int32Array', 'inArcs', null, anyNumber],
  ['turnArc', 'Int32Array', 'turns', null, anyNumber],
  ['outMid', 'Int32Array', 'outArcs', null, anyNumber],
  ['inMid', 'Int32Array', 'inArcs', null, anyNumber],
  ['outMs', 'Int32Array', 'outArcs', null, anyNumber],
  ['inMs', 'Int32Array', 'inArcs', null, anyNumber],
  ['cellRoad', 'Int32Array', null, 'roads', 0],
  ['textBytes', 'Uint8Array', null, null, 0],
]

/** [starts, how many groups, what they point into] */
const starts: readonly (readonly [name: string, groups: Domain | null, into: string])[] = [
  ['shapeStart', 'roads', 'shapeLat'],
  ['outStart', 'junctions', 'arcRoad'],
  ['turnStart', 'states', 'turnTo'],
  ['banStart', null, 'banArc'],
  ['hierarchyOutStart', 'states', 'hierarchyOutHead'],
  ['hierarchyInStart', 'states', 'hierarchyInHead'],
  ['cellStart', null, 'cellRoad'],
  ['textStart', 'texts', 'textBytes'],
]

const lengthOf: Readonly<Record<Domain, string>> = {
  junctions: 'junctionLat',
  roads: 'roadFrom',
  arcs: 'arcRoad',
  states: 'stateArc',
  turns: 'turnTo',
  texts: 'textStart',
  shapes: 'shapeLat',
  outArcs: 'hierarchyOutHead',
  inArcs: 'hierarchyInHead',
}

/**
 * Refuses a file whose arrays do not fit each other. The values of the hierarchy itself, most of a large file, are covered
 * by the file's sum alone: a wrong one there makes wrong answers, but no endless ones, since searches climb `parent`,
 * which is checked, and shortcuts are checked when they are unpacked.
 */
export function checkSections(sections: Sections): void {
  const sizeOf = (domain: Domain): number => (sections[lengthOf[domain]]?.length ?? 0) - (domain === 'texts' ? 1 : 0)
  for (const [name, type, length, below, lowest] of plain) {
    const array = sections[name]
    if (array?.constructor.name !== type || (length !== null && array.length !== sizeOf(length))) refuse(name)
    if (lowest === anyNumber || (below === null && array instanceof Uint8Array)) continue
    checkRange(name, array, lowest, below === null ? Number.POSITIVE_INFINITY : sizeOf(below))
  }
  for (const [name, groups, into] of starts) {
    const array = sections[name]
    if (!(array instanceof Int32Array) || (groups !== null && array.length !== sizeOf(groups) + 1)) refuse(name)
    checkStarts(name, array as Int32Array, sections[into].length)
  }
  checkUpwards('parent', sections.parent as Int32Array)
  checkTurnArcs(sections.turnArc as Int32Array, sections.hierarchyOutHead.length, sections.hierarchyInHead.length)
  checkRange('roadClass', sections.roadClass, 0, roadClasses.length)
}

function refuse(name: string): never {
  throw new RoadsRefusal('file-malformed', `The section ${name} is missing or does not fit the others`)
}

// Arrays of 32 bits are all but a few, and go through a loop of their own: one that meets several kinds of array is some
// times slower, and a state has a hundred million numbers.
function checkRange(name: string, array: SectionArray, lowest: number, below: number): void {
  if (array instanceof Int32Array) {
    const span = Math.min(below, 2 ** 31) - lowest
    for (let i = 0; i < array.length; i++) if ((array[i] - lowest) >>> 0 >= span) refuse(name)
    return
  }
  for (let i = 0; i < array.length; i++) {
    const value = array[i]
    if (!(value >= lowest && value < below)) refuse(name)
  }
}

function checkStarts(name: string, array: Int32Array, total: number): void {
  if (array.length < 1 || array[0] !== 0 || array[array.length - 1] !== total) refuse(name)
  for (let i = 1; i < array.length; i++) if (array[i] < array[i - 1]) refuse(name)
}

// A parent below its child would be a circle, and a search an endless one.
function checkUpwards(name: string, parent: Int32Array): void {
  for (let rank = 0; rank < parent.length; rank++) if (parent[rank] >= 0 && parent[rank] <= rank) refuse(name)
}

function checkTurnArcs(turnArc: Int32Array, outArcs: number, inArcs: number): void {
  for (let turn = 0; turn < turnArc.length; turn++) {
    const arc = turnArc[turn]
    if (arc >= 0 ? arc >= outArcs && arc !== loopTurn : ~arc >= inArcs) refuse('turnArc')
  }
}
