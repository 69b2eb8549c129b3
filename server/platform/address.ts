/** Under which address the server runs, kept in DATA_DIR for commands that are started beside it. */
import fs from 'node:fs'
import path from 'node:path'
import type { Config } from './config.ts'

const fileIn = (dataDir: string) => path.join(dataDir, 'address')

/** The server says where it is. It stays after its end: links made meanwhile open when it is back. */
export function keepAddress({ dataDir, publicUrl }: Pick<Config, 'dataDir' | 'publicUrl'>): void {
  fs.mkdirSync(dataDir, { recursive: true })
  // Whoever reads meanwhile finds the old one or the new one, whole.
  const mine = `${fileIn(dataDir)}.${process.pid}`
  fs.writeFileSync(mine, publicUrl + '\n')
  fs.renameSync(mine, fileIn(dataDir))
}

/** The same configuration with the address of the server, where PUBLIC_URL does not say it. */
export function besideServer(config: Config): Config {
  if (config.publicUrlSet) return config
  let kept: string
  try {
    kept = fs.readFileSync(fileIn(config.dataDir), 'utf8').trim()
  } catch {
    return config
  }
  if (!/^https?:\/\//.test(kept) || !URL.canParse(kept)) return config
  return { ...config, publicUrl: kept, publicUrlSet: true }
}

/** What to say beside a text whose links may begin with the wrong address; null: nothing. */
export function addressDoubt({ publicUrl, publicUrlSet }: Config, text: string): string | null {
  if (publicUrlSet || !text.includes(publicUrl)) return null
  return `PUBLIC_URL is not set and no server has run here yet, so these links begin with ${publicUrl}. Set PUBLIC_URL to the address that people open.`
}
