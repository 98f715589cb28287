import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createMemoryStore } from '#core/memory-store.ts'
import { openSqliteStore } from '#server/store/sqlite-store.ts'
import { storeContract } from './store.ts'

storeContract('memory', async () => createMemoryStore())
storeContract('SQLite', async () => openSqliteStore(join(mkdtempSync(join(tmpdir(), 'trait-store-')), 'node.sqlite')))
