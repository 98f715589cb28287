import { runCli } from './run.ts'

/** The command as the shell started it. */
process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
})
