/** What is measured: instance, objective, CPU seconds and the goal's class. */
export type Case = {
  kind: 'solve' | 'technicians'
  instance: string
  seconds: number
  objective: 'distance' | 'vehicles' | 'working-time'
  group: string
}

/** Mixed by hand from all classes, before the search was tuned on any of them. */
const SMALL = ['C109', 'C203', 'R104', 'R110', 'R203', 'R209', 'RC102', 'RC106', 'RC205', 'RC207']
const TWO_HUNDRED = ['C1_2_3', 'R1_2_4', 'R2_2_3', 'RC1_2_5', 'RC2_2_6']
const FOUR_HUNDRED = ['C1_4_3', 'C2_4_5', 'R1_4_2', 'R2_4_3', 'RC2_4_6']
const THOUSAND = ['C2_10_3', 'R1_10_7', 'RC1_10_5', 'RC2_10_2']
const TECHNICIANS = ['C105', 'C203', 'R108', 'R205', 'RC104', 'RC206']

/** The short run: 24 named instances, about 26 CPU minutes. */
export function shortCases(): Case[] {
  return [
    ...SMALL.flatMap((instance) => distance(instance, [1, 5, 30], '100 customers')),
    ...TWO_HUNDRED.flatMap((instance) => distance(instance, [30], '200 customers')),
    ...FOUR_HUNDRED.flatMap((instance) => distance(instance, [30], '400 customers')),
    ...THOUSAND.flatMap((instance) => distance(instance, [30, 120], '1,000 customers')),
    ...SMALL.map((instance) => vehicles(instance)),
    ...TECHNICIANS.map((name) => technicians(`${name}.100_25-5-5-5`)),
  ]
}

/** Everything there is. */
export function allCases(classic: readonly { name: string; n: number }[], technicianSet: readonly string[]): Case[] {
  const budgets: Record<number, number[]> = { 100: [1, 5, 30], 200: [30], 400: [30], 1000: [30, 120] }
  return [
    ...classic.flatMap(({ name, n }) => distance(name, budgets[n] ?? [30], `${n.toLocaleString('en')} customers`)),
    ...classic.filter(({ n }) => n === 100).map(({ name }) => vehicles(name)),
    ...technicianSet.map((name) => technicians(name)),
  ]
}

function distance(instance: string, budgets: number[], group: string): Case[] {
  return budgets.map((seconds) => ({ kind: 'solve', instance, seconds, objective: 'distance', group }))
}

function vehicles(instance: string): Case {
  return { kind: 'solve', instance, seconds: 10, objective: 'vehicles', group: '100 customers' }
}

function technicians(instance: string): Case {
  return { kind: 'technicians', instance, seconds: 30, objective: 'working-time', group: 'technicians' }
}
