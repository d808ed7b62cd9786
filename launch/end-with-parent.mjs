// Loaded into the processes that the supervisor starts: when the supervisor is killed they end in order by themselves.
if (process.channel) {
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
