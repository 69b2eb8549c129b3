import fs from 'node:fs'
import os from 'node:os'

const mega = 1024 * 1024

/**
 * Settings for a machine that the database shares with the app, from a small
 * laptop to a server with 24 GiB; given on the command line, so that they
 * always are this release's.
 */
export function settings({ socketDir, ephemeral }: { socketDir: string; ephemeral: boolean }): string[] {
  const memory = os.totalmem() / mega
  const between = (least: number, value: number, most: number) =>
    `${Math.round(Math.min(most, Math.max(least, value)))}MB`
  const chosen: Record<string, string> = {
    // No port: only those who may enter the folder reach it.
    listen_addresses: '',
    unix_socket_directories: socketDir.replaceAll('"', '""').replace(/^(.*,.*)$/, '"$1"'),
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: between(64, memory / 16, 1024),
    effective_cache_size: between(256, memory / 2, 16_384),
    work_mem: between(8, memory / 512, 32),
    maintenance_work_mem: between(64, memory / 48, 512),
    // Compiling plans costs more than our statements take.
    jit: 'off',
    random_page_cost: '1.1',
    // Requests share the cores; one helper is enough for a report.
    max_parallel_workers_per_gather: os.availableParallelism() > 2 ? '2' : '1',
    wal_level: 'replica',
    wal_compression: 'on',
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_line_prefix: '%m [%p] ',
    // A failing statement or its row may hold what a person wrote; neither goes to the log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    ...(sharedMemoryIsSmall() ? { dynamic_shared_memory_type: 'mmap' } : {}),
    ...(ephemeral
      ? {
          fsync: 'off',
          synchronous_commit: 'off',
          full_page_writes: 'off',
          wal_level: 'minimal',
          max_wal_senders: '0',
          shared_buffers: '256MB',
          max_connections: '500',
          io_method: 'sync',
          autovacuum_naptime: '1h',
          max_wal_size: '4GB',
          checkpoint_timeout: '1d',
        }
      : {}),
  }
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Containers often have 64 MB of it, too little for a parallel report. */
function sharedMemoryIsSmall(): boolean {
  try {
    const { blocks, bsize } = fs.statfsSync('/dev/shm')
    return blocks * bsize < 512 * mega
  } catch {
    return false
  }
}
