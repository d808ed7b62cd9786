// A process to be looked after: says its number; ends when told, or not if it is stubborn.
const [kind] = process.argv.slice(2)
console.log(`${kind} ${process.pid}`)
process.on('SIGTERM', () => {
  console.log('told to end')
  if (kind !== 'stubborn') process.exit(0)
})
setInterval(() => {}, 1_000)
