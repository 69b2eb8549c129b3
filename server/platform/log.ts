import { pino, type Logger } from 'pino'

export type Log = Logger

/** Logs go to standard error, so that standard output stays free for what a command prints. */
export function openLog(level: string): Log {
  return pino(
    {
      level,
      base: undefined,
      redact: ['req.headers.cookie', 'req.headers.authorization', 'password', 'token'],
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
